import collections
import datetime
import logging
import re
from multiprocessing import Pool
from pathlib import Path


class Scanner:
    def __init__(self, root):
        self.root = Path(root)
        self.log = logging.getLogger(__name__)
        self.pattern = re.compile(r"\d+")
        self.counts = collections.Counter()
        self.groups = collections.defaultdict(list)
        self.started = datetime.datetime.now()

    def scan(self, text):
        self.log.debug("scan %s", text)
        return self.pattern.findall(text)

    def run(self, texts):
        with Pool(2) as pool:
            return pool.map(self.scan, texts)


if __name__ == "__main__":
    print(Scanner("/").run(["a1", "b22"]))
