import multiprocessing
import tempfile


class Journal:
    def __init__(self, path):
        self.stream = open(path, "a")

    def attach(self):
        self.stream.write("child\n")


def work(x):
    return x + 1


def main():
    journal = Journal(tempfile.mktemp())
    with multiprocessing.Pool(2, initializer=journal.attach) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
