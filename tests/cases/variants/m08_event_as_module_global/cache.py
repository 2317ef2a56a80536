import multiprocessing

ENABLED = multiprocessing.Event()
