import multiprocessing
import threading

class Monitor:
    def __init__(self):
        self.child = None
        self.watcher = None

    def work(self):
        print("work")

    def start(self):
        child = multiprocessing.Process(target=self.work)
        child.start()
        self.watcher = threading.Thread(target=child.join)
        self.watcher.start()
        self.watcher.join()

if __name__ == "__main__":
    Monitor().start()
