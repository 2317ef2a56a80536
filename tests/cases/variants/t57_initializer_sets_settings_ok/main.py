import multiprocessing

import settings


def setup(values):
    settings.configure(**values)


def work(number):
    return settings.current["scale"] * number


def main():
    values = {"scale": 3}
    settings.configure(**values)
    with multiprocessing.Pool(1, initializer=setup, initargs=(values,)) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
