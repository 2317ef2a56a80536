import multiprocessing


def run():
    process = multiprocessing.Process(target=lambda: print("ran", flush=True))
    process.start()
    process.join()
    return process.exitcode
