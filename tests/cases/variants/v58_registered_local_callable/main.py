from multiprocessing.managers import BaseManager


class StoreManager(BaseManager):
    pass


def main():
    store = {}

    def get_store():
        return store

    StoreManager.register("store", callable=get_store)
    manager = StoreManager(address=("127.0.0.1", 0), authkey=b"k")
    manager.start()
    manager.store().update({"a": 1})
    print(manager.store())
    manager.shutdown()


if __name__ == "__main__":
    main()
