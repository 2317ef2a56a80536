import argparse
import multiprocessing
import os


class MirrorSync:
    def __init__(self, cache):
        self.cache = cache

    def sync_urls(self, urls, jobs):
        def _sync_one(url):
            return os.path.join(self.cache, os.path.basename(url))

        if jobs <= 1:
            return [_sync_one(url) for url in urls]
        with multiprocessing.Pool(jobs) as pool:
            return pool.map(_sync_one, urls)


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    print(MirrorSync("cache").sync_urls(["http://h/a", "http://h/b"], args.jobs))


if __name__ == "__main__":
    main([])
