from concurrent.futures import ProcessPoolExecutor, as_completed

from bar import Bar


def convert(value):
    return value + 1


def main():
    bar = Bar(2)
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(convert, value) for value in (1, 2)]
        for future in futures:
            future.add_done_callback(lambda future: bar.update())
        print(sorted(future.result() for future in as_completed(futures)))


if __name__ == "__main__":
    main()
