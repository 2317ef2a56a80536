import multiprocessing

log_queue = multiprocessing.Queue()


def say(text):
    log_queue.put(text)
