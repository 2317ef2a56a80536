import multiprocessing

POOL = multiprocessing.Pool(2)
