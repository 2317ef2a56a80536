import argparse
import multiprocessing
from pathlib import Path


def scan(options, folder):
    return len(list(Path(folder).glob(options.pattern)))


def main(argv=()):
    parser = argparse.ArgumentParser()
    parser.add_argument("--pattern", default="*.none")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(argv)
    with multiprocessing.Pool(options.jobs) as pool:
        print(pool.starmap(scan, [(options, "."), (options, "..")]))


if __name__ == "__main__":
    main()
