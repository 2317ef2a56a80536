from multiprocessing import Pool, set_start_method


class MultiProcessingPool:
    def __init__(self, pool_size=1):
        set_start_method("fork")
        self.pool_size = pool_size
        self.pool = Pool(processes=pool_size)

    def add_task(self, function, values):
        result = self.pool.map(function, values)
        self.pool.close()
        self.pool.join()
        return result
