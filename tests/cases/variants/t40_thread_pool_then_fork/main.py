import multiprocessing
from concurrent.futures import ThreadPoolExecutor


class Fetcher:
    def __init__(self):
        self.threads = ThreadPoolExecutor(4)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.threads.shutdown()

    def prefetch(self, names):
        return [self.threads.submit(len, name) for name in names]


def child():
    print("child", flush=True)


def main():
    context = multiprocessing.get_context("fork")
    with Fetcher() as fetcher:
        pending = fetcher.prefetch(["a", "bb"])
        process = context.Process(target=child)
        process.start()
        process.join()
        print(sum(future.result() for future in pending))


if __name__ == "__main__":
    main()
