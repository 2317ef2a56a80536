import sys
from multiprocessing import Pool


def attempt(n):
    try:
        return 1 / n, None
    except ZeroDivisionError:
        return None, sys.exc_info()


def main():
    with Pool(1) as pool:
        for value, failure in pool.map(attempt, [1, 0]):
            print(value, failure)


if __name__ == "__main__":
    main()
