import os
from concurrent.futures import ProcessPoolExecutor


class Indexer:
    def __init__(self, workers=2):
        self.workers = workers
        self.executor = ProcessPoolExecutor(max_workers=workers)
        self.done = []

    def index(self, path):
        return os.path.basename(path)

    def run(self, paths):
        futures = [self.executor.submit(self.index, path) for path in paths]
        for future in futures:
            self.done.append(future.result())
        self.executor.shutdown()
        return self.done


if __name__ == "__main__":
    print(Indexer().run(["a/b", "c/d"]))
