import multiprocessing


def parallel_map(function, values, processes=None, chunksize=1):
    values = list(values)
    if not values:
        return []
    processes = processes or multiprocessing.cpu_count()
    if processes == 1:
        return [function(value) for value in values]
    with multiprocessing.Pool(processes) as pool:
        return pool.map(function, values, chunksize=chunksize)
