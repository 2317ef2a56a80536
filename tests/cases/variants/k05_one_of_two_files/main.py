import sys
from multiprocessing import Process


class Splitter:
    def __init__(self, name):
        self.file = open(name, "w")

    def write(self, text):
        self.file.write(text)


def reduce(output):
    output.write("reduced\n")
    output.flush()


def run(name):
    if name == "-":
        output = sys.stdout
    else:
        output = Splitter(name)
    process = Process(target=reduce, args=(output,))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


def main():
    run(sys.argv[1] if len(sys.argv) > 1 else "-")


if __name__ == "__main__":
    main()
