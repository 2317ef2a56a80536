import multiprocessing
import os


def work(x):
    return x + 1


def main():
    method = os.environ.get("APP_START_METHOD", "fork")
    context = multiprocessing.get_context(method)
    with context.Pool(2) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
