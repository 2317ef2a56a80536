import functools
import multiprocessing


def _target(queue, function, *args, **kwargs):
    queue.put(function(*args, **kwargs))


class _Timeout:
    def __init__(self, function, limit):
        self.__limit = limit
        self.__function = function
        self.__queue = multiprocessing.Queue()

    def __call__(self, *args, **kwargs):
        args = (self.__queue, self.__function) + args
        self.__process = multiprocessing.Process(target=_target, args=args, kwargs=kwargs)
        self.__process.daemon = True
        self.__process.start()
        return self.__queue.get(timeout=self.__limit)


def timeout(seconds):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return _Timeout(function, seconds)(*args, **kwargs)
        return wrapper
    return decorate
