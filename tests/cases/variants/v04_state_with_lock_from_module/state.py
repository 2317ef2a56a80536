import threading


class State:
    def __init__(self):
        self.total = 0
        self.guard = threading.Lock()

    def add(self, amount):
        with self.guard:
            self.total += amount


CURRENT = State()
