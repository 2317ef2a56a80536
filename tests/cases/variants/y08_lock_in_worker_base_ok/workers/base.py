import multiprocessing
import threading


class BaseWorker(multiprocessing.Process):
    KIND = "base"

    def __init__(self, status_dir, name=None):
        super().__init__(name=name or self.KIND)
        self.status_dir = status_dir
        self.keep_running = True
        self.lock = None

    def run(self):
        self.lock = threading.RLock()
        with self.lock:
            self.work()

    def work(self):
        raise NotImplementedError
