import threading


class Fetcher:
    def __init__(self, root):
        self.root = root
        self._setup()

    def _setup(self):
        self.local = threading.local()
        self.retries = 3
