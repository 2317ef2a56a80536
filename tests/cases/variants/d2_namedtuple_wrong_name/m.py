import multiprocessing
from collections import namedtuple

Pair = namedtuple("Point", "x y")

def work(pair):
    print(pair.x)

if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=(Pair(1, 2),))
    child.start()
    child.join()
