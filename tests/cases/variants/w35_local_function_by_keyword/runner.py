import multiprocessing


class Runner:
    def __init__(self, workers=None):
        self.workers = workers

    def each(self, items, action):
        with multiprocessing.Pool(self.workers) as pool:
            return pool.map(action, items)
