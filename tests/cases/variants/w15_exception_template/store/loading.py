from .errors import NotFound

ENTRIES = {"a": 1}


def find(name):
    if name not in ENTRIES:
        raise NotFound(name=name)
    return ENTRIES[name]


def load(name):
    return find(name) + 1
