import multiprocessing


class Poller(multiprocessing.Process):
    def __init__(self, queue):
        super().__init__(daemon=True)
        self.queue = queue
        self.stopped = multiprocessing.Event()
        self.handlers = {"tick": self.tick}

    def tick(self):
        self.queue.put("tick")

    def run(self):
        while not self.stopped.wait(0.05):
            self.handlers["tick"]()

    def stop(self):
        self.stopped.set()


def main():
    queue = multiprocessing.Queue()
    poller = Poller(queue)
    poller.start()
    print(queue.get(timeout=20))
    poller.stop()
    poller.join()


if __name__ == "__main__":
    main()
