import collections
import enum
import multiprocessing
from dataclasses import dataclass

Point = collections.namedtuple("Point", "x y")
Color = enum.Enum("Color", "red green")


@dataclass
class Shape:
    where: Point
    color: Color


def show(shape):
    return shape.where.x, shape.color.name


def main():
    shapes = [Shape(Point(1, 2), Color.red)]
    with multiprocessing.Pool(1) as pool:
        print(pool.map(show, shapes))


if __name__ == "__main__":
    main()
