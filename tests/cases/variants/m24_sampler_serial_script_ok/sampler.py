import multiprocessing


class Sampler:
    def __init__(self, function, threads=1):
        self.function = function
        self.threads = threads

    def run(self, points):
        if self.threads > 1:
            with multiprocessing.Pool(self.threads) as pool:
                return pool.map(self.function, points)
        return [self.function(point) for point in points]
