from collections import namedtuple

Info = namedtuple("Info", "first second products")


def product_index(names):
    first = [name[0] for name in names]
    second = [name[1] for name in names]
    return Info(first, second, names)
