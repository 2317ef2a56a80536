import multiprocessing
import threading


class Service:
    def __init__(self):
        self.queue = multiprocessing.Queue()
        self.process = None
        self.listener = None

    def _serve(self):
        self.queue.put("ready")

    def _listen(self):
        print(self.queue.get(), flush=True)

    def start(self):
        process = multiprocessing.Process(target=self._serve)
        process.start()
        self.process = process
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def stop(self):
        self.listener.join()
        self.process.join()


if __name__ == "__main__":
    service = Service()
    service.start()
    service.stop()
