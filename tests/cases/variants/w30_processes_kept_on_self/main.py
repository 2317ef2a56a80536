from multiprocessing import Process, Queue


class Farm:
    def __init__(self, size):
        self.size = size
        self.queue = Queue()
        self.workers = []

    def work(self, number):
        self.queue.put(number)

    def start(self):
        for number in range(self.size):
            worker = Process(target=self.work, args=(number,))
            worker.start()
            self.workers.append(worker)

    def collect(self):
        found = sorted(self.queue.get(timeout=20) for _ in self.workers)
        for worker in self.workers:
            worker.join()
        return found


def main():
    farm = Farm(2)
    farm.start()
    print(farm.collect())


if __name__ == "__main__":
    main()
