import concurrent.futures
import functools
import time


def retry(times):
    def decorate(function):
        def attempt(*args, **kwargs):
            for number in range(times):
                try:
                    return function(*args, **kwargs)
                except OSError:
                    time.sleep(0.01 * number)
            return None
        return attempt
    return decorate


@retry(3)
def fetch(url):
    return len(url)


def main():
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(fetch, url) for url in ("http://a", "http://bb")]
        for future in concurrent.futures.as_completed(futures):
            print(future.result())


if __name__ == "__main__":
    main()
