import logging
import logging.handlers
import queue


def start_listener():
    records = queue.Queue()
    listener = logging.handlers.QueueListener(records, logging.StreamHandler())
    logging.getLogger().addHandler(logging.handlers.QueueHandler(records))
    listener.start()
    return listener
