import threading


class Heart:
    def beat(self):
        self._stop = threading.Event()
        self._pulse = threading.Timer(30, self._stop.set)
        self._pulse.daemon = True
        self._pulse.start()

    def rest(self):
        self._pulse.cancel()
