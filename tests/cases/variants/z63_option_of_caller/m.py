import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def by_flag(function, items, parallel=False):
    if parallel:
        with multiprocessing.Pool(2) as pool:
            return pool.map(function, items)
    return [function(item) for item in items]


def by_count(function, items, jobs=1):
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as executor:
            return list(executor.map(function, items))
    return [function(item) for item in items]


def by_mode(function, items, mode):
    if mode == "serial":
        return [function(item) for item in items]
    elif mode == "process":
        with multiprocessing.Pool(2) as pool:
            return pool.map(function, items)
    raise ValueError(mode)


def left_early(function, items, parallel):
    if not parallel:
        return [function(item) for item in items]
    with multiprocessing.Pool(2) as pool:
        return pool.map(function, items)


def passed_on(function, items, parallel=True):
    return by_flag(function, items, parallel=parallel)


def both(function, items, parallel, jobs):
    if parallel and jobs > 1:
        with multiprocessing.Pool(jobs) as pool:
            return pool.map(function, items)
    return [function(item) for item in items]


if __name__ == "__main__":
    by_flag(lambda item: item, [1], parallel=True)
    by_count(lambda item: item, [1], 2)
    by_mode(lambda item: item, [1], "process")
    left_early(lambda item: item, [1], True)
    passed_on(lambda item: item, [1])
    both(lambda item: item, [1], True, 2)
