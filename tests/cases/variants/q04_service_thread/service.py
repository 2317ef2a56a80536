import multiprocessing
import threading


class Service(multiprocessing.Process):
    """A child that is watched by a thread of the parent."""

    def __init__(self, name):
        super().__init__(name=name)
        self.inbox = multiprocessing.Queue()
        self.outbox = multiprocessing.Queue()
        self.watcher = threading.Thread(target=self._watch, daemon=True)

    def _watch(self):
        self.last = self.outbox.get()

    def run(self):
        self.outbox.put(self.inbox.get() * 2)
