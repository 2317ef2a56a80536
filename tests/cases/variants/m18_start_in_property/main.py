import multiprocessing
import queue
import threading


class LogListener:
    def __init__(self):
        self._messages = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._drain, daemon=True)

    def _drain(self):
        while self._messages.get() is not None:
            pass


class Scheduler:
    def __init__(self, listener=None):
        self._listener = listener if listener is not None else LogListener()
        self._pool = None

    @property
    def pool(self):
        if self._pool is None:
            self._pool = multiprocessing.Pool(1, initializer=self._setup)
        return self._pool

    def _setup(self):
        self.ready = True

    def map(self, function, values):
        result = self.pool.map(function, values)
        self.pool.close()
        return result


if __name__ == "__main__":
    print(Scheduler().map(abs, [-1, 2]))
