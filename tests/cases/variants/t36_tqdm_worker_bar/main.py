import multiprocessing
import threading


class ProgressBar:
    def __init__(self, total):
        self.total = total
        self.done = 0
        self._monitor = threading.Timer(30, self.refresh)
        self._monitor.daemon = True

    def update(self):
        self.done += 1

    def refresh(self):
        pass


class Downloader:
    def __init__(self, urls):
        self.urls = urls
        self.bar = ProgressBar(len(urls))

    def download(self, url):
        return len(url)

    def run(self):
        pool = multiprocessing.Pool(2)
        sizes = []
        for size in pool.imap_unordered(self.download, self.urls):
            self.bar.update()
            sizes.append(size)
        pool.close()
        pool.join()
        return sorted(sizes)


if __name__ == "__main__":
    print(Downloader(["a", "bb"]).run())
