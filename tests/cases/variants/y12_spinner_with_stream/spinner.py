import sys
from multiprocessing import Process


class Logger:
    def __init__(self, name, stream=None):
        self.name = name
        self.stream = stream or sys.stderr
        self.process = None

    def start_process(self, text):
        self.process = Process(target=self._turn, args=(text,))
        self.process.start()

    def _turn(self, text):
        print(self.name, text, flush=True)

    def stop_process(self):
        self.process.join()
        self.process = None
