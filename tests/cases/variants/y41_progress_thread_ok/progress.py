import threading


class _Refresher(threading.Thread):
    def __init__(self, progress):
        super().__init__(daemon=True)
        self.progress = progress
        self.done = threading.Event()

    def run(self):
        while not self.done.wait(0.1):
            pass


class Progress:
    def __init__(self):
        self._refresher = None

    def start(self):
        self._refresher = _Refresher(self)
        self._refresher.start()

    def stop(self):
        self._refresher.done.set()
        self._refresher.join()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc):
        self.stop()
