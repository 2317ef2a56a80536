import multiprocessing

from monitor import Monitored


def crunch(x):
    return x * x


class App(Monitored):
    def __init__(self):
        super().__init__()
        self.context = multiprocessing.get_context("fork")

    def run(self):
        with self.context.Pool(1) as pool:
            print(pool.map(crunch, [1, 2]))
        self.stop()


if __name__ == "__main__":
    App().run()
