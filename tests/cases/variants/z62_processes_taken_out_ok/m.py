import multiprocessing


class Farm:
    def __init__(self):
        self.procs = []

    def add(self):
        process = multiprocessing.Process(target=self.work)
        process.start()
        self.procs.append(process)

    def wait(self):
        self.procs.pop().join()

    def work(self):
        print("works")


class One:
    def __init__(self):
        self.procs = []

    def add(self):
        process = multiprocessing.Process(target=self.work)
        process.start()
        self.procs.append(process)

    def work(self):
        print("works")


class Static:
    def __init__(self):
        self.procs = []

    def add(self):
        process = multiprocessing.Process(target=self.work)
        process.start()
        self.procs.append(process)

    @staticmethod
    def work():
        print("works")


class Names:
    def __init__(self):
        self.names = []

    def add(self):
        name = "a"
        process = multiprocessing.Process(target=self.work)
        process.start()
        process.join()
        self.names.append(name)

    def work(self):
        print("works")


def main(first):
    farm = Farm()
    farm.add()
    farm.wait()
    farm.add()
    farm.wait()
    a, b = One(), One()
    a.add()
    b.add()
    for _ in range(2):
        c = One()
        c.add()
    d = Static()
    d.add()
    d.add()
    e = Names()
    e.add()
    e.add()
    f = One()
    if first:
        f.add()
    else:
        f.add()


if __name__ == "__main__":
    main(True)
