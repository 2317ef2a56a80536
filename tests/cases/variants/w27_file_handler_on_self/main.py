import logging
import os
from multiprocessing import Process


class Agent:
    def __init__(self, name):
        self.name = name
        self.handler = logging.FileHandler(os.devnull)
        self.log = logging.getLogger(name)
        self.log.addHandler(self.handler)

    def loop(self):
        self.log.warning("in the child")


def main():
    agent = Agent("a")
    child = Process(target=agent.loop)
    child.start()
    child.join()


if __name__ == "__main__":
    main()
