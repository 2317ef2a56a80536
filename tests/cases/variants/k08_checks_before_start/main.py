import multiprocessing


class Worker:
    def __init__(self, target, args=(), kwargs=None):
        if kwargs is None:
            kwargs = {}
        elif "queue" in kwargs:
            raise ValueError("`queue` is reserved")
        if not callable(target):
            raise TypeError("target")
        self.process = multiprocessing.Process(target=target, args=args, kwargs=kwargs)
        self.process.start()


def main():
    def work(number):
        print("work", number, flush=True)

    worker = Worker(work, kwargs={"number": 1})
    worker.process.join()
    raise SystemExit(worker.process.exitcode)


if __name__ == "__main__":
    main()
