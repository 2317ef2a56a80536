import multiprocessing


class Downloader(multiprocessing.Process):
    def __init__(self, url):
        super().__init__()
        self.url = url
        self.on_done = None

    def run(self):
        print("got", self.url, flush=True)
        if self.on_done is not None:
            self.on_done(self.url)


def main():
    jobs = [Downloader(f"page{n}") for n in range(2)]
    for job in jobs:
        job.on_done = lambda url: print("done", url, flush=True)
        job.start()
        job.join()


if __name__ == "__main__":
    main()
