import functools
import time

ACTIVITIES = {}


def defn(name):
    def decorate(function):
        def timed(*args):
            started = time.monotonic()
            result = function(*args)
            assert time.monotonic() >= started
            return result

        ACTIVITIES[name] = timed
        return function

    return decorate
