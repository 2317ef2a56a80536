import argparse
from functools import partial
from multiprocessing import Pool


def sync_one(base, url):
    return f"{base}/{url}"


class Mirror:
    def __init__(self, base):
        self.base = base

    def sync(self, urls, jobs):
        one = partial(sync_one, self.base)
        if jobs == 1:
            return sorted(map(one, urls))
        with Pool(jobs) as pool:
            return sorted(pool.imap_unordered(one, urls))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    print(Mirror("https://example.org").sync(["a", "b"], args.jobs))


if __name__ == "__main__":
    main()
