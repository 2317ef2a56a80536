from multiprocessing.pool import Pool


def sizes(paths, size):
    with Pool(64) as pool:
        return pool.map(size, paths)
