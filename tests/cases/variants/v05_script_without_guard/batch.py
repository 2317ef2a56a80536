from multiprocessing import Pool


def double(x):
    return 2 * x


class Batch:
    def __init__(self, size):
        self.size = size

    def run(self, items):
        with Pool(self.size) as pool:
            return pool.map(double, items)
