from multiprocessing import Process


def process_class(function):
    class App(Process):
        def __init__(self):
            super().__init__()
            self.function = function

        def run(self):
            self.function()

    return App
