import multiprocessing


class Downloader:
    def __init__(self):
        self._listeners = []

    def subscribe(self, listener):
        self._listeners.append(listener)

    def download(self, url):
        for listener in self._listeners:
            listener(url)
        return len(url)

    def run(self, urls):
        with multiprocessing.Pool(2) as pool:
            return pool.map(self.download, urls)
