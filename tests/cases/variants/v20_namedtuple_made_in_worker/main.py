from collections import namedtuple
from multiprocessing import Pool


def parse(line):
    Row = namedtuple("Row", ["key", "value"])
    return Row(*line.split("="))


def main():
    with Pool(2) as pool:
        print(pool.map(parse, ["a=1", "b=2"]))


if __name__ == "__main__":
    main()
