import multiprocessing


class Wrapped:
    def __init__(self, show, function):
        self.show = show
        self.function = function

    def __call__(self, chunk):
        if self.show:
            print("chunk", len(chunk), flush=True)
        return [self.function(item) for item in chunk]


def parallelize(show, worker, chunks):
    wrapped = Wrapped(show, worker)
    pool = multiprocessing.Pool(2)
    try:
        return pool.map_async(wrapped, chunks).get(timeout=20)
    finally:
        pool.close()
        pool.join()
