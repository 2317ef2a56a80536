import argparse
from multiprocessing import Pool

import options
from work import convert


def parse(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args(argv)


def main():
    arguments = parse(["--verbose"])
    options.verbose = arguments.verbose
    with Pool(1) as pool:
        print(pool.map(convert, ["x"]))


if __name__ == "__main__":
    main()
