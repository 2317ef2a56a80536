from .base import BaseWorker


class SearchWorker(BaseWorker):
    KIND = "search"

    def __init__(self, status_dir):
        BaseWorker.__init__(self, status_dir)
        self.terms = {}

    def add(self, term, count):
        with self.lock:
            self.terms[term] = count
