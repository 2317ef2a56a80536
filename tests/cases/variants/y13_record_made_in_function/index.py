from collections import namedtuple


def product_index(names):
    Info = namedtuple("Info", "first second products")
    first = [name[0] for name in names]
    second = [name[1] for name in names]
    return Info(first, second, names)
