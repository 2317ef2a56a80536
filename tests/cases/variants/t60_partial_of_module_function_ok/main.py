import functools
import multiprocessing
import threading

LOCK = threading.Lock()


def scale(factor, value):
    with LOCK:
        return factor * value


def make(factor):
    return functools.partial(scale, factor)


def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(make(3), [1, 2]))


if __name__ == "__main__":
    main()
