import argparse
from multiprocessing import Pool


class Mirror:
    def __init__(self, base):
        self.base = base

    def sync(self, urls, jobs):
        done = []

        def sync_one(url):
            return f"{self.base}/{url}"

        if jobs == 1:
            done = [sync_one(url) for url in urls]
        else:
            with Pool(jobs) as pool:
                for result in pool.imap_unordered(sync_one, urls):
                    done.append(result)
        return sorted(done)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    print(Mirror("https://example.org").sync(["a", "b"], args.jobs))


if __name__ == "__main__":
    main()
