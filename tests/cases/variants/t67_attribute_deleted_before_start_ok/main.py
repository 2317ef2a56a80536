import multiprocessing
import threading


class Job:
    def __init__(self, name):
        self.name = name
        self.timer = threading.Timer(60, print)

    def work(self):
        print(self.name, flush=True)

    def start(self):
        self.timer.cancel()
        self.timer = None
        process = multiprocessing.Process(target=self.work)
        process.start()
        process.join()


if __name__ == "__main__":
    Job("a").start()
