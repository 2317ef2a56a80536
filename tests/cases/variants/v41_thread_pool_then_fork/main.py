import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor


def crunch(x):
    return x * x


def download(n):
    time.sleep(0.3)
    return n


def main():
    context = multiprocessing.get_context("fork")
    with ThreadPoolExecutor(4) as threads:
        pending = [threads.submit(download, n) for n in range(4)]
        with context.Pool(2) as pool:
            print(pool.map(crunch, [1, 2]))
        print([one.result() for one in pending])


if __name__ == "__main__":
    main()
