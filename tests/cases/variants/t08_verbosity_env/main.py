from multiprocessing import Process

from env import env
from workers import SoS_Worker


def cli(verbosity):
    env.verbosity = verbosity
    worker = SoS_Worker()
    worker.start()
    worker.join()


if __name__ == "__main__":
    cli(1)
