import weakref
from multiprocessing import Process, Queue


class Signal:
    def __init__(self):
        self._slots = weakref.WeakSet()

    def connect(self, slot):
        self._slots.add(slot)


class Window:
    pass


class AcquisitionProcess(Process):
    def __init__(self, queue):
        Process.__init__(self)
        self.queue = queue
        self.changed = Signal()

    def run(self):
        self.queue.put("sample")


class Worker:
    def __init__(self, window):
        self._queue = Queue()
        self._acquisition_process = AcquisitionProcess(self._queue)
        self._acquisition_process.changed.connect(window)

    def start(self):
        self._acquisition_process.start()
        print(self._queue.get())
        self._acquisition_process.join()


if __name__ == "__main__":
    window = Window()
    Worker(window).start()
