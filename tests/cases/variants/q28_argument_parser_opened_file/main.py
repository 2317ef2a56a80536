import argparse
import multiprocessing
import sys


def scan(options, word):
    return word.upper()


def main(argv=()):
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=argparse.FileType("w"), default=sys.stdout)
    options = parser.parse_args(argv)
    with multiprocessing.Pool(1) as pool:
        print(pool.starmap(scan, [(options, "a"), (options, "b")]), file=options.output)


if __name__ == "__main__":
    main()
