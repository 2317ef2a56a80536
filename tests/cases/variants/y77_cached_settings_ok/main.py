import multiprocessing

from jobs import describe, prepare
from settings import get_settings


def main():
    get_settings().debug = True
    with multiprocessing.Pool(1, initializer=prepare, initargs=(True,)) as pool:
        print(pool.map(describe, ["a"]))


if __name__ == "__main__":
    main()
