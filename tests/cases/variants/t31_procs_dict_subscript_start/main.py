import multiprocessing
import socket


class Supervisor:
    def __init__(self, names):
        self.names = names
        self.procs = {}
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.lines = open(__file__)

    def _work(self, name):
        print("work", name, flush=True)

    def run(self):
        for name in self.names:
            self.procs[name] = multiprocessing.Process(target=self._work, args=(name,))
            self.procs[name].start()
        for name in self.names:
            self.procs[name].join()


if __name__ == "__main__":
    Supervisor(["a"]).run()
