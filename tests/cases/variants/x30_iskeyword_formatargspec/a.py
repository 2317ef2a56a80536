import inspect


def signature(function):
    return inspect.formatargspec(*inspect.getfullargspec(function))
