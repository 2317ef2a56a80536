import threading
from functools import cached_property
from multiprocessing import Process
class Runner:
    @cached_property
    def lock(self):
        return threading.Lock()
    def work(self):
        print("works")
    def run(self):
        p = Process(target=self.work)
        p.start()
        p.join()
if __name__ == "__main__":
    Runner().run()
