import multiprocessing

from jobs import describe
from settings import get_settings


def main():
    get_settings().debug = True
    with multiprocessing.Pool(1) as pool:
        print(pool.map(describe, ["a"]))


if __name__ == "__main__":
    main()
