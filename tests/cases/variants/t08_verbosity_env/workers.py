import multiprocessing

from env import env


class SoS_Worker(multiprocessing.Process):
    def run(self):
        env.log("worker up")
