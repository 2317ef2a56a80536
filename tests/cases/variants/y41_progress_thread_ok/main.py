import multiprocessing

from progress import Progress


def compare(pair):
    return sum(pair)


def main():
    context = multiprocessing.get_context("spawn")
    with Progress():
        with context.Pool(2) as pool:
            print(pool.map(compare, [(1, 2), (3, 4)]))


if __name__ == "__main__":
    main()
