from multiprocessing import Pool

from base import Fetcher


class Crawler(Fetcher):
    def fetch(self, path):
        return self.root + path

    def crawl(self, paths):
        with Pool(2) as pool:
            return pool.map(self.fetch, paths)


if __name__ == "__main__":
    print(Crawler("http://x").crawl(["/a", "/b"]))
