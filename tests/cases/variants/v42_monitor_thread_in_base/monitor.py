import threading


class Monitored:
    def __init__(self):
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        self._done.wait()

    def stop(self):
        self._done.set()
        self._thread.join()
