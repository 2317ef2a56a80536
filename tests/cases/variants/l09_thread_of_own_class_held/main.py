import multiprocessing
import threading

class Beat(threading.Thread):
    def run(self):
        pass

class Service:
    def __init__(self):
        self.beat = Beat()

    def work(self):
        print("work")

    def start(self):
        self.beat.start()
        p = multiprocessing.Process(target=self.work)
        p.start()
        p.join()

if __name__ == "__main__":
    Service().start()
