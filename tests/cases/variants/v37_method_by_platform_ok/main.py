import multiprocessing
import sys

METHOD = "spawn" if sys.platform in ("win32", "darwin") else "forkserver"


def work(x):
    return x + 1


def main():
    context = multiprocessing.get_context(METHOD)
    with context.Pool(2) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
