import multiprocessing


class Supervisor:
    def __init__(self, factory):
        self.factory = factory
        self.children = {}

    def launch(self, name):
        process = self.factory(name)
        self.children[name] = process
        process.start()

    def wait(self):
        for process in self.children.values():
            process.join()
        return {name: process.exitcode for name, process in self.children.items()}
