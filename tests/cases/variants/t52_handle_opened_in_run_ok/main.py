import multiprocessing
import threading


class Writer(multiprocessing.Process):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.handle = None
        self.lock = None

    def open(self):
        self.handle = open(self.path)
        self.lock = threading.Lock()

    def run(self):
        self.open()
        with self.lock:
            print(len(self.handle.readline()) > 0, flush=True)


if __name__ == "__main__":
    writer = Writer(__file__)
    writer.start()
    writer.join()
