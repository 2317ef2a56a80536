import multiprocessing

method_queue = None


def create_queues():
    global method_queue
    method_queue = multiprocessing.Queue()
    return method_queue
