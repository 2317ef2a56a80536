import multiprocessing

from mixins import Guarded


class Crawler(Guarded):
    def __init__(self, urls):
        self.urls = urls
        self.prepare()

    def fetch(self, url):
        return len(url)

    def run(self):
        with multiprocessing.Pool(2) as pool:
            return pool.map(self.fetch, self.urls)


if __name__ == "__main__":
    print(Crawler(["a", "bb"]).run())
