import queue
import threading


class Client:
    def __init__(self, url, connections=2):
        self.url = url
        self._pool = queue.Queue(maxsize=connections)
        self._guard = threading.Lock()

    def block(self):
        return 17
