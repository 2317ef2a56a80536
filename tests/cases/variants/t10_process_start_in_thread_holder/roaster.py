import multiprocessing as mp
import threading


class Roaster:
    def __init__(self, state_transition_func=None):
        self.connected = mp.Value("i", 0)
        self.state_transition_func = state_transition_func
        self.comm_process = None
        self.auto_connect_thread = None

    def auto_connect(self):
        self.auto_connect_thread = threading.Thread(target=self._auto_connect)
        self.auto_connect_thread.start()

    def _auto_connect(self):
        self.comm_process = mp.Process(target=self._comm)
        self.comm_process.daemon = True
        self.comm_process.start()

    def _comm(self):
        self.connected.value = 1

    def wait(self):
        self.auto_connect_thread.join()
        self.comm_process.join()
