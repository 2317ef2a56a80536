import multiprocessing
import threading


class Cache:
    def __init__(self):
        self._lock = threading.Lock()
        self.items = {}

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["_lock"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._lock = threading.Lock()


class Store:
    def __init__(self):
        self.cache = Cache()

    def load(self, key):
        with self.cache._lock:
            return key * 2


if __name__ == "__main__":
    store = Store()
    with multiprocessing.Pool(1) as pool:
        print(pool.map(store.load, [1, 2]))
