import argparse
import functools
from multiprocessing import Pool


def handle(prefix, name):
    return prefix + name


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix", default="> ")
    args = parser.parse_args(argv)
    with Pool(2) as pool:
        print(pool.map(functools.partial(handle, args.prefix), ["a", "b"]))


if __name__ == "__main__":
    main([])
