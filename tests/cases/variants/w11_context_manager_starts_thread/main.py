import multiprocessing

from spinner import spinning


def work(x):
    return x * 2


def main():
    context = multiprocessing.get_context("fork")
    with spinning("computing"):
        with context.Pool(2) as pool:
            print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
