import multiprocessing

multiprocessing.set_start_method("spawn")


def work(n):
    return n


def start(n):
    with multiprocessing.Pool(1) as pool:
        return pool.apply(work, (n,))
