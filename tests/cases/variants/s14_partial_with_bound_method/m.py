import functools
import multiprocessing
import threading


class Progress:
    def __init__(self):
        self.lock = threading.Lock()
        self.done = 0

    def report(self, count):
        with self.lock:
            self.done += count


def work(number, report):
    report(1)
    return number


def main():
    progress = Progress()
    job = functools.partial(work, report=progress.report)
    with multiprocessing.Pool(2) as pool:
        print(pool.map(job, [1, 2]))


if __name__ == "__main__":
    main()
