import multiprocessing
import threading

class Writer:
    _lock = threading.Lock()

    def write(self):
        with self._lock:
            print("written")

if __name__ == "__main__":
    child = multiprocessing.Process(target=Writer().write)
    child.start()
    child.join()
