import sys
import threading


class Bar:
    def __init__(self, total, file=None):
        self.total = total
        self.count = 0
        self.file = file or sys.stderr
        self.lock = threading.Lock()

    def update(self, n=1):
        with self.lock:
            self.count += n
