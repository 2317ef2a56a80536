import multiprocessing

from status import StatusServer


class Engine:
    def __init__(self):
        self._rpc = StatusServer("engine")
        self._context = multiprocessing.get_context("fork")

    def start_worker(self, number):
        process = self._context.Process(target=extract, args=(number,))
        process.start()
        return process

    def run(self):
        self._rpc.start()
        workers = [self.start_worker(number) for number in range(2)]
        for worker in workers:
            worker.join()
        self._rpc.stop()


def extract(number):
    pass


def main():
    Engine().run()
    print("done")


if __name__ == "__main__":
    main()
