import multiprocessing
import queue

class Unique(queue.Queue):
    def _put(self, item):
        super()._put(item)

def child(q):
    print("child")

if __name__ == "__main__":
    q = Unique()
    p = multiprocessing.Process(target=child, args=(q,))
    p.start()
    p.join()
    print(p.exitcode)
