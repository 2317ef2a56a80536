import threading


class Guarded:
    def prepare(self):
        self._make_guard()

    def _make_guard(self):
        self._guard = threading.RLock()
