import multiprocessing
import threading

class Writer(multiprocessing.Process):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.handle = None
        self.thread = None

    def run(self):
        self.handle = open(self.path)
        self.thread = threading.Thread(target=print, args=("x",))
        self.thread.start()
        self.thread.join()
        self.handle.close()

if __name__ == "__main__":
    writer = Writer(__file__)
    writer.start()
    writer.join()
