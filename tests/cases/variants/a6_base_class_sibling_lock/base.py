import multiprocessing
import threading

class Service(multiprocessing.Process):
    def __init__(self):
        multiprocessing.Process.__init__(self)
        self._guard = threading.RLock()
