import multiprocessing


class Farm:
    def __init__(self, count):
        self.count = count
        self.procs = {}

    def start(self):
        for number in range(self.count):
            self._spawn(number)

    def _spawn(self, number):
        process = multiprocessing.Process(target=self.work, args=(number,))
        self.procs[number] = process
        process.start()

    def work(self, i):
        print("works", i)


if __name__ == "__main__":
    Farm(2).start()
