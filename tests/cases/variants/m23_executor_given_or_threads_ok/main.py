from concurrent.futures import ThreadPoolExecutor


def fetch_all(urls, executor=None):
    prefix = "got "
    if executor is None:
        executor = ThreadPoolExecutor(2)
    with executor:
        return list(executor.map(lambda url: prefix + url, urls))


if __name__ == "__main__":
    print(fetch_all(["a", "b"]))
    print(fetch_all(["c"], ThreadPoolExecutor(1)))
