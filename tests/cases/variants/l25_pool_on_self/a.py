import multiprocessing

class Runner:
    def __init__(self):
        self.size = 2
        self.name = "r"
        self.pool = multiprocessing.Pool(self.size, self.begin)

    def begin(self):
        pass

    def work(self, n):
        return n

    def run(self):
        return self.pool.map(self.work, [1, 2])
