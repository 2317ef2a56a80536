import multiprocessing
import time


def timed(function):
    def inner(*args):
        begin = time.perf_counter()
        try:
            return function(*args)
        finally:
            inner.elapsed = time.perf_counter() - begin
    inner.elapsed = 0
    return inner


class Solver:
    def __init__(self, size):
        self.size = size

    @timed
    def solve(self, seed):
        return seed * self.size

    def solve_all(self, seeds):
        with multiprocessing.Pool(2) as pool:
            return pool.map(self.solve, seeds)


if __name__ == "__main__":
    print(Solver(3).solve_all([1, 2]))
