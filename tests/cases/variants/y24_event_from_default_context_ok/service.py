import multiprocessing


class Service:
    context = multiprocessing.get_context("spawn")

    def __init__(self):
        self.stopping = self.context.Event()

    def start(self):
        self.process = self.context.Process(target=run, args=(self.stopping,))
        self.process.start()

    def stop(self):
        self.stopping.set()
        self.process.join()
        return self.process.exitcode


def run(stopping):
    stopping.wait(20)
    print("stopped", flush=True)
