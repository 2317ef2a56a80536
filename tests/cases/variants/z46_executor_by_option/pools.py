import concurrent.futures
def make_executor(threads=False):
    if threads:
        return concurrent.futures.ThreadPoolExecutor(1)
    return concurrent.futures.ProcessPoolExecutor(1)
