import logging
from multiprocessing import Process


class DownloadHandler:
    def __init__(self, kind, prefix=None):
        self.kind = kind
        self.prefix = prefix
        self.logger = logging.getLogger(kind)

    def process_downloads(self, sites):
        workers = []
        for site in sites:
            worker = Process(target=self.process_item, args=(site,))
            workers.append(worker)
            worker.start()
        for worker in workers:
            worker.join()

    def process_item(self, item):
        raise NotImplementedError
