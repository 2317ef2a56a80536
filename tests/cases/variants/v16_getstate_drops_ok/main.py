import sqlite3
from concurrent.futures import ProcessPoolExecutor


class Store:
    def __init__(self, path):
        self.path = path
        self.connection = sqlite3.connect(path)

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["connection"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.connection = sqlite3.connect(self.path)

    def query(self, n):
        return self.connection.execute("select ?", (n,)).fetchone()[0]


def main():
    store = Store(":memory:")
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(store.query, [1, 2])))


if __name__ == "__main__":
    main()
