import multiprocessing


class Progress:
    def __init__(self):
        self.queue = multiprocessing.Queue()

    def report(self, text):
        self.queue.put(text)


def convert(item):
    name, progress = item
    progress.report(name)
    return name.upper()


def main():
    progress = Progress()
    work = [(name, progress) for name in ("a", "b")]
    with multiprocessing.Pool(2) as pool:
        print(pool.map(convert, work))


if __name__ == "__main__":
    main()
