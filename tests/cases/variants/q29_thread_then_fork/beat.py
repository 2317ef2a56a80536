import threading
import time


class Heartbeat:
    def __init__(self, every):
        self.every = every
        self.stopped = threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self._beat)
        self.thread.start()
        return self

    def _beat(self):
        while not self.stopped.wait(self.every):
            pass

    def __exit__(self, *exc):
        self.stopped.set()
        self.thread.join()
