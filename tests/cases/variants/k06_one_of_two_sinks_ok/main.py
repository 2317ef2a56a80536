import sys
from multiprocessing import Process


class Sink:
    def __init__(self, name):
        self.name = name


class Silent:
    pass


def reduce(output):
    print(type(output).__name__, flush=True)


def run(name):
    if name == "-":
        output = Silent()
    else:
        output = Sink(name)
    process = Process(target=reduce, args=(output,))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


def main():
    run(sys.argv[1] if len(sys.argv) > 1 else "-")


if __name__ == "__main__":
    main()
