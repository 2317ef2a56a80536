from multiprocessing import Process

from source import numbers


class Reader(Process):
    def __init__(self, limit):
        Process.__init__(self)
        self.stream = numbers(limit)

    def run(self):
        print(sum(self.stream))


def main():
    reader = Reader(3)
    reader.start()
    reader.join()


if __name__ == "__main__":
    main()
