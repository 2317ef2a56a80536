import weakref
from concurrent.futures import ProcessPoolExecutor


class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = weakref.ref(parent) if parent else None


def describe(node):
    return node.name


def main():
    root = Node("root")
    leaf = Node("leaf", root)
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(describe, leaf).result())


if __name__ == "__main__":
    main()
