from multiprocessing.pool import ThreadPool


def sizes(paths, size):
    with ThreadPool(64) as pool:
        return pool.map(size, paths)
