import multiprocessing
from contextlib import contextmanager
@contextmanager
def pool(n):
    p = multiprocessing.Pool(n)
    try:
        yield p
    finally:
        p.terminate()
