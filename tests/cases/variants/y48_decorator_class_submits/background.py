from concurrent.futures import ProcessPoolExecutor


class background:
    executor = None

    def __init__(self, function):
        self.function = function

    def __call__(self, *args, **kwargs):
        if background.executor is None:
            background.executor = ProcessPoolExecutor(1)
        return background.executor.submit(self.function, *args, **kwargs)
