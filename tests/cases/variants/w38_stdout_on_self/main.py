import sys
from multiprocessing import Process


class Printer:
    def __init__(self, stream=None):
        self.stream = stream or sys.stdout

    def emit(self, text):
        self.stream.write(text + "\n")


def main():
    printer = Printer()
    child = Process(target=printer.emit, args=("hello",))
    child.start()
    child.join()


if __name__ == "__main__":
    main()
