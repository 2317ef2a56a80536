import threading
from abc import ABC, abstractmethod
from multiprocessing import Process
from queue import Queue


class DownloadHandler(ABC):
    def __init__(self, feed_type, prefix=None):
        self.feed_type = feed_type
        self.queue = Queue()
        self.prefix = prefix
        self.progress_bar = None

    @abstractmethod
    def process_item(self, item):
        """One item of the feed."""

    def process_downloads(self, items):
        for item in items:
            self.queue.put(item)
        self._process_queue_to_db(2)

    def _process_queue_to_db(self, workers):
        procs = []
        for _ in range(workers):
            proc = Process(target=self._db_writer)
            proc.start()
            procs.append(proc)
        for proc in procs:
            proc.join()

    def _db_writer(self):
        print("writing", self.feed_type, flush=True)
