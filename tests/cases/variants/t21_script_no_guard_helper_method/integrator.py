import multiprocessing


class Integrator:
    def __init__(self, function, nproc=1):
        self.function = function
        self.nproc = nproc
        self.total = 0

    def adapt(self, points):
        self._evaluate(points)

    def _evaluate(self, points):
        if self.nproc > 1:
            with multiprocessing.Pool(self.nproc) as pool:
                self.total = sum(pool.map(self.function, points))
        else:
            self.total = sum(self.function(point) for point in points)
