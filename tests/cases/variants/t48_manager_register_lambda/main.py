from multiprocessing.managers import BaseManager


class Counter:
    def __init__(self):
        self.value = 0

    def add(self, amount):
        self.value += amount
        return self.value


def connect():
    counter = Counter()
    BaseManager.register("get_counter", callable=lambda: counter)
    manager = BaseManager(address=("127.0.0.1", 0), authkey=b"key")
    manager.start()
    return manager


if __name__ == "__main__":
    manager = connect()
    print(manager.get_counter().add(2))
    manager.shutdown()
