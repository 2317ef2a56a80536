import multiprocessing as mp
import threading
import time


class Telemetry:
    def __init__(self, interval=0.1):
        self.interval = interval
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, daemon=True)
        self._thread.start()

    def _loop(self):
        while not self._stop.wait(self.interval):
            pass


telemetry = None


def setup():
    global telemetry
    telemetry = Telemetry()


def work(number):
    return number + 1


def main():
    setup()
    with mp.get_context("fork").Pool(1) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
