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


def changed(function, items, parallel=True):
    if len(items) < 10:
        parallel = False
    if parallel:
        with multiprocessing.Pool(2) as pool:
            return pool.map(function, items)
    return [function(item) for item in items]


def nested(function, items, parallel, quiet):
    if parallel:
        if quiet:
            return [function(item) for item in items]
        with multiprocessing.Pool(2) as pool:
            return pool.map(function, items)
    return []


def either(function, items, first, second):
    if first:
        return [function(item) for item in items]
    elif second:
        items = items[:]
    else:
        return []
    if first:
        with multiprocessing.Pool(2) as pool:
            return pool.map(function, items)
    return items


if __name__ == "__main__":
    by_flag(lambda item: item, [1])
    by_flag(lambda item: item, [1], parallel=False)
    by_count(lambda item: item, [1])
    by_count(lambda item: item, [1], 1)
    by_mode(lambda item: item, [1], "serial")
    left_early(lambda item: item, [1], False)
    passed_on(lambda item: item, [1], False)
    both(lambda item: item, [1], False, 2)
    both(lambda item: item, [1], True, 1)
    changed(lambda item: item, [1])
    nested(lambda item: item, [1], True, True)
    either(lambda item: item, [1], False, True)
    print("done")
