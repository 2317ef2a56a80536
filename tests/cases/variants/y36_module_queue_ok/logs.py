log_queue = None


def use(queue):
    global log_queue
    log_queue = queue


def say(text):
    log_queue.put(text)
