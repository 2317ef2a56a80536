import time


def timed(function):
    def measured(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            measured.last = time.perf_counter() - start

    return measured
