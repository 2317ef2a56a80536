from concurrent.futures import ThreadPoolExecutor
import multiprocessing

class Bounded(ThreadPoolExecutor):
    def __init__(self, n):
        super().__init__(n)
        self.n = n

def child(pool):
    print("child")

if __name__ == "__main__":
    p = multiprocessing.Process(target=child, args=(Bounded(2),))
    p.start()
    p.join()
    print(p.exitcode)
