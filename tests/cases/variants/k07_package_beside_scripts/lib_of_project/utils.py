import multiprocessing


def handle(function, queue):
    function(queue.get(timeout=10))


def parmap(function, values):
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=handle, args=(function, queue))
    process.start()
    for value in values:
        queue.put(value)
    process.join()
    return process.exitcode
