import multiprocessing
import sys


class Log:
    def __init__(self, stream=None):
        self.stream = stream or sys.stderr

    def write(self, text):
        print(text, file=self.stream, flush=True)


class Simulation:
    def __init__(self, log=None):
        self.log = log or Log()
        self.steps = 3

    def run(self, seed):
        return seed * self.steps


def main():
    simulation = Simulation()
    with multiprocessing.Pool(2) as pool:
        print(pool.map(simulation.run, range(3)))


if __name__ == "__main__":
    main()
