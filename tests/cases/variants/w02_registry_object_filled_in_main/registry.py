class Registry:
    def __init__(self):
        self._entries = {}

    def add(self, name, function):
        self._entries[name] = function

    def find(self, name):
        return self._entries.get(name, str)


REGISTRY = Registry()


def call(name, value):
    return REGISTRY.find(name)(value)
