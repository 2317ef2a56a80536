import logging
from multiprocessing import Pool

from .store import PageStore

log = logging.getLogger(__name__)


class Crawler:
    def __init__(self, seeds, workers=2):
        self.seeds = list(seeds)
        self.workers = workers
        self.store = PageStore(":memory:")
        self.failed = {}

    def fetch(self, url):
        return url, len(url)

    def crawl(self):
        with Pool(self.workers) as pool:
            for url, size in pool.imap_unordered(self.fetch, self.seeds):
                log.info("%s has %d bytes", url, size)
                self.failed[url] = size
        return self.failed
