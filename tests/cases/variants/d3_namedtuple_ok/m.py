import multiprocessing
from collections import namedtuple
from enum import Enum

Point = namedtuple("Point", "x y")
Color = Enum("Color", "RED GREEN")

def work(point, color):
    print(point.x, color)

if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=(Point(1, 2), Color.RED))
    child.start()
    child.join()
