import threading
import time


class Service:
    def __init__(self, name):
        self.name = name
        self.stopping = threading.Event()

    def _heartbeat(self):
        while not self.stopping.wait(0.05):
            time.sleep(0)

    def start(self):
        beat = threading.Thread(target=self._heartbeat, daemon=True)
        beat.start()
        self.main()
        self.stopping.set()

    def main(self):
        raise NotImplementedError
