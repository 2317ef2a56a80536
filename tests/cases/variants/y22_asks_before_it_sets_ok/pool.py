import multiprocessing


class ProcessingPool:
    def __init__(self, workers=2):
        if multiprocessing.get_start_method(allow_none=True) is None:
            multiprocessing.set_start_method("spawn")
        self.pool = multiprocessing.Pool(workers)

    def map(self, function, values):
        return self.pool.map(function, values)

    def close(self):
        self.pool.close()
        self.pool.join()
