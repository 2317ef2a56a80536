from concurrent.futures import ProcessPoolExecutor


class Service:
    def __init__(self, workers=2):
        self.executor = ProcessPoolExecutor(workers)

    def _square(self, n):
        return n * n

    def run(self, numbers):
        pending = [self.executor.submit(self._square, n) for n in numbers]
        return [one.result() for one in pending]
