import multiprocessing
import threading

class Counter:
    def __init__(self):
        self.lock = threading.Lock()
        self.n = 4

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["lock"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.lock = threading.Lock()

    def work(self):
        with self.lock:
            print(self.n)

if __name__ == "__main__":
    child = multiprocessing.Process(target=Counter().work)
    child.start()
    child.join()
