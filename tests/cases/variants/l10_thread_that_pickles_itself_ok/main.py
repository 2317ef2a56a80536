import multiprocessing
import threading

class Beat(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def __reduce__(self):
        return Beat, (self.n,)

def child(beat):
    print(beat.n)

if __name__ == "__main__":
    p = multiprocessing.Process(target=child, args=(Beat(1),))
    p.start()
    p.join()
