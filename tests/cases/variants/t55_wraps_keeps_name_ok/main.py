import functools
import multiprocessing


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


@timed
def work(value):
    return value + 1


if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        print(pool.map(work, [1, 2]))
