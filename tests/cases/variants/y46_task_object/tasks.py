class Task:
    def __init__(self, function, retries):
        self.function = function
        self.retries = retries
        self.name = function.__name__

    def __call__(self, *args):
        return self.function(*args)


def task(function=None, retries=0):
    if function is not None:
        return Task(function, retries)
    return lambda function: Task(function, retries)
