"""Bodies that ask what others give, assign to `self`, make things and define functions."""

import os
import sys

LIMIT = 61
STATE = {}
IS_WINDOWS = sys.platform == "win32"


def helper():
    """Whether there is one."""
    if IS_WINDOWS:
        return None
    return os.getuid()


def table(rows):
    count = len(rows)
    counted = [row for row in rows if row]
    if helper() is None:
        count += 1
    return counted


def make(size=LIMIT):
    return lambda: size


class Store:
    """Holds things."""

    default = 1

    def __init__(self, name):
        self.name = name
        self.value = None
        self.user = os.getlogin()

    def load(self):
        if not IS_WINDOWS:
            self.value = os.getuid()
        return self.value

    # Between two methods.

    def save(self, path):
        def inner(item):
            return os.getpgid(item)

        with open(path) as file:
            file.write(str(self.load()))
        return inner

    class Part:
        def weigh(self):
            return os.nice(1)


class Threading:
    threaded = False


class Mixin:
    """Asks for what another class has, and for what none does."""

    def serve(self, request):
        answered = self.handle(request)
        if self.threaded:
            return os.getuid()
        return answered or self.missing


def use():
    store = Store("one")
    store.load()
    global STATE
    STATE = store
    return make()()


if __name__ == "__main__":
    use()
    table([1])
