import multiprocessing
import sqlite3


class Table:
    def __init__(self, path):
        self.path = path
        self._connection = None

    @property
    def connection(self):
        if self._connection is None:
            self._connection = sqlite3.connect(self.path)
        return self._connection

    def count(self, number):
        return self.connection.execute("select ?", (number,)).fetchone()[0]


def main():
    table = Table(":memory:")
    with multiprocessing.Pool(1) as pool:
        print(pool.map(table.count, [1, 2]))


if __name__ == "__main__":
    main()
