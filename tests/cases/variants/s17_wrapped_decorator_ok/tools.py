import functools


def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        print("call")
        return function(*args)

    return wrapper
