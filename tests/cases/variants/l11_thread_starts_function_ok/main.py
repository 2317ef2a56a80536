import multiprocessing
import threading

def work(n):
    print(n)

class Beat(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def run(self):
        p = multiprocessing.Process(target=work, args=(self.n,))
        p.start()
        p.join()

if __name__ == "__main__":
    b = Beat(1)
    b.start()
    b.join()
