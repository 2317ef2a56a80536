import multiprocessing


class Supervisor:
    def __init__(self, factory):
        self.factory = factory
        self.processes = []

    def spawn(self, count):
        for number in range(count):
            process = self.factory(number)
            process.start()
            self.processes.append(process)

    def wait(self):
        for process in self.processes:
            process.join()


class Consumer(multiprocessing.Process):
    def __init__(self, number, on_message):
        super().__init__()
        self.number = number
        self.on_message = on_message

    def run(self):
        self.on_message(self.number)
