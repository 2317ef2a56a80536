import multiprocessing
from concurrent.futures import ThreadPoolExecutor
class Parallel:
    def __init__(self, n):
        self.n = n or multiprocessing.cpu_count()
        self._executor = None
    @property
    def executor(self):
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self.n)
        return self._executor
    def map(self, f, xs):
        return list(self.executor.map(f, xs))
