import multiprocessing

lock = multiprocessing.Lock()
counter = multiprocessing.Value("i", 0)
