from multiprocessing import Pool


def double(x):
    return 2 * x


class Computer:
    def __init__(self, workers):
        self.pool = Pool(workers)

    def compute(self, values):
        return self.pool.map(double, values)


computer = Computer(2)
