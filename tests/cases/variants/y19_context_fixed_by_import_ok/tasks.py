import multiprocessing

results = multiprocessing.get_context("spawn").Queue()
