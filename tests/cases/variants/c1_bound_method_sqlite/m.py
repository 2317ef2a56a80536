import multiprocessing
import sqlite3

class Store:
    def __init__(self):
        self.path = ":memory:"
        self._connect()

    def _connect(self):
        self.db = sqlite3.connect(self.path)

    def fill(self, n):
        return n + 1

    def fill_all(self):
        with multiprocessing.Pool(2) as pool:
            return pool.map(self.fill, range(3))

if __name__ == "__main__":
    print(Store().fill_all())
