import multiprocessing

from logs import start_listener


def work(x):
    return x * x


def main():
    listener = start_listener()
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        print(pool.map(work, [2]))
    listener.stop()


if __name__ == "__main__":
    main()
