import threading


class Handler:
    def __init__(self, name):
        self.name = name
        self.responses = {}
        self.cache_lock = threading.Lock()
