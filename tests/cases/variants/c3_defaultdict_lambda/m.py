import multiprocessing
from collections import defaultdict

class Counter:
    def __init__(self):
        self.counts = defaultdict(lambda: [0, 0])

    def work(self, n):
        return n

    def main(self):
        child = multiprocessing.Process(target=self.work, args=(1,))
        child.start()
        child.join()

if __name__ == "__main__":
    Counter().main()
