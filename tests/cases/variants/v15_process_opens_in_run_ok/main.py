import os
from multiprocessing import Process


class Writer(Process):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.file = None

    def run(self):
        self.file = open(self.path, "w")
        self.file.write("x")
        self.file.close()


def main():
    child = Writer(os.devnull)
    child.start()
    child.join()
    print(child.exitcode)


if __name__ == "__main__":
    main()
