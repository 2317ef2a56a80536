import threading
from multiprocessing import Pool
class Shards:
    def __init__(self, n):
        self.locks = {i: threading.Lock() for i in range(n)}
    def work(self, i):
        return i
    def run(self):
        with Pool(1) as pool:
            print(pool.map(self.work, [1]))
if __name__ == "__main__":
    Shards(2).run()
