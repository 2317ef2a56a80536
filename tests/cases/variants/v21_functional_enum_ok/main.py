from collections import namedtuple
from enum import Enum
from multiprocessing import Pool

from kinds import Kind, Record

Level = Enum("Level", ["LOW", "HIGH"])
Row = namedtuple("Row", "kind level")


def classify(n):
    return Row(Kind.EVEN if n % 2 == 0 else Kind.ODD, Level.LOW), Record(n)


def main():
    with Pool(2) as pool:
        print(pool.map(classify, [1, 2]))


if __name__ == "__main__":
    main()
