import multiprocessing
import threading


class BaseWorker(multiprocessing.Process):
    KIND = "base"

    def __init__(self, status_dir, name=None):
        super().__init__(name=name or self.KIND)
        self.status_dir = status_dir
        self.functions = {}
        self._reset()

    def _reset(self):
        self.lock = threading.RLock()
        self.calls = 0

    def run(self):
        with self.lock:
            print("running", self.KIND, flush=True)
