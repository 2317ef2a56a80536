import multiprocessing
import multiprocessing.pool


def make_pool(kind="process", size=2):
    if kind == "thread":
        return multiprocessing.pool.ThreadPool(size)
    elif kind == "process":
        return multiprocessing.Pool(size)
    raise ValueError(kind)


def main():
    offset = 3
    with make_pool("thread") as pool:
        print(pool.map(lambda value: value + offset, [1, 2]))
    with make_pool() as pool:
        print(pool.map(abs, [-1]))


if __name__ == "__main__":
    main()
