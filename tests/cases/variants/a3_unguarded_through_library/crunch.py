import multiprocessing

class Cruncher:
    def __init__(self, size):
        self.size = size

    def crunch(self, function, values):
        with multiprocessing.Pool(self.size) as pool:
            return pool.map(function, values)
