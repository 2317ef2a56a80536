from concurrent.futures import ProcessPoolExecutor


class Indexer:
    def __init__(self):
        self.executor = None

    @staticmethod
    def index(path):
        return path.upper()

    def run(self, paths):
        self.executor = ProcessPoolExecutor(1)
        try:
            return list(self.executor.map(self.index, paths))
        finally:
            self.executor.shutdown()


if __name__ == "__main__":
    print(Indexer().run(["a", "b"]))
