import multiprocessing


def prepare_worker(show):
    def closure(function):
        def wrapper(chunk):
            if show:
                print("chunk", len(chunk), flush=True)
            return [function(item) for item in chunk]

        return wrapper

    return closure


def parallelize(show, worker, chunks):
    wrapped = prepare_worker(show)(worker)
    pool = multiprocessing.Pool(2)
    try:
        return pool.map_async(wrapped, chunks).get(timeout=20)
    finally:
        pool.close()
        pool.join()
