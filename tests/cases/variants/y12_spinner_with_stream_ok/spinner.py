from multiprocessing import Process


def turn(name, text):
    print(name, text, flush=True)


class Logger:
    def __init__(self, name):
        self.name = name
        self.process = None

    def start_process(self, text):
        self.process = Process(target=turn, args=(self.name, text))
        self.process.start()

    def stop_process(self):
        self.process.join()
        self.process = None
