import inspect

def names(function):
    try:
        spec = inspect.getfullargspec(function)
    except AttributeError:
        spec = inspect.getargspec(function)
    return spec.args
