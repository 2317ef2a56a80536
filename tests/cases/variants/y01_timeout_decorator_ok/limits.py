import multiprocessing
from functools import wraps


class TimedOut(Exception):
    pass


def run_with_limit(seconds):
    def decorate(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            process = multiprocessing.Process(target=function, args=args, kwargs=kwargs)
            process.start()
            process.join(seconds)
            if process.is_alive():
                process.terminate()
                raise TimedOut(function.__name__)
            return process.exitcode

        return wrapper

    return decorate
