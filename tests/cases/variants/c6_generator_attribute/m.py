import multiprocessing

class Reader:
    def __init__(self, lines):
        self.rows = (line.split() for line in lines)

    def read(self):
        print(sum(1 for _ in self.rows))

if __name__ == "__main__":
    reader = Reader(["a b", "c"])
    child = multiprocessing.Process(target=reader.read)
    child.start()
    child.join()
