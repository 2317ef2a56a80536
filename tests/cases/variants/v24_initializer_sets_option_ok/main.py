from multiprocessing import Pool

import options
from work import convert


def setup(verbose):
    options.verbose = verbose


def main():
    setup(True)
    with Pool(1, initializer=setup, initargs=(True,)) as pool:
        print(pool.map(convert, ["x"]))


if __name__ == "__main__":
    main()
