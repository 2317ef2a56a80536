import multiprocessing

class Writer(multiprocessing.Process):
    def __init__(self, path):
        super().__init__()
        self.open(path)

    def open(self, path):
        self.handle = open(path)

    def run(self):
        print(self.handle.readline())

if __name__ == "__main__":
    writer = Writer(__file__)
    writer.start()
    writer.join()
