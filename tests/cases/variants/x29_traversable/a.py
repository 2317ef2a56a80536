from importlib.abc import Traversable


def read(path: Traversable):
    return path.read_text()
