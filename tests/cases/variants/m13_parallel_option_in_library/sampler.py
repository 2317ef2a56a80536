import multiprocessing


class Sampler:
    def __init__(self, function, threads=1, pool=None):
        self.function = function
        self.threads = threads
        self.pool = pool
        if self.threads > 1 and self.pool is None:
            self.pool = multiprocessing.Pool(self.threads)

    def run(self, points):
        mapper = self.pool.map if self.pool is not None else map
        values = list(mapper(self.function, points))
        if self.pool is not None:
            self.pool.terminate()
        return values
