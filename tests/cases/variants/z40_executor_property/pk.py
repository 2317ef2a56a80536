from concurrent.futures import ProcessPoolExecutor
class Parallel:
    def __init__(self, n):
        self.n = n
        self._executor = None
    @property
    def executor(self):
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self.n)
        return self._executor
    def map(self, f, xs):
        return list(self.executor.map(f, xs))
