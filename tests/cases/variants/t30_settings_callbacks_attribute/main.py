from multiprocessing import Process


class Options:
    def __init__(self):
        self.on_done = None
        self.threads = 1


class Crawler:
    def __init__(self, options):
        self.options = options

    def crawl(self):
        print("crawled", self.options.threads, flush=True)

    def start(self):
        process = Process(target=self.crawl)
        process.start()
        process.join()


def main():
    options = Options()
    options.on_done = lambda page: print(page)
    Crawler(options).start()


if __name__ == "__main__":
    main()
