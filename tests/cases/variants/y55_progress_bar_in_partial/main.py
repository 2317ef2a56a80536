from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

from bar import Bar


def convert(value, callback):
    callback()
    return value + 1


def main():
    bar = Bar(2)
    job = partial(convert, callback=bar.update)
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(job, value) for value in (1, 2)]
        print(sorted(future.result() for future in as_completed(futures)))


if __name__ == "__main__":
    main()
