import logging
import multiprocessing
import re
from collections import defaultdict, OrderedDict
from pathlib import Path

class App:
    def __init__(self):
        self.log = logging.getLogger("app")
        self.pattern = re.compile("a+")
        self.counts = defaultdict(int)
        self.order = OrderedDict()
        self.path = Path(".")
        self.emit = print
        self.event = multiprocessing.Event()

    def serve(self):
        print("serving")

    def run(self):
        process = multiprocessing.Process(target=self.serve)
        process.start()
        process.join()

if __name__ == "__main__":
    App().run()
