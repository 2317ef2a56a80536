import multiprocessing

class Runner:
    def __init__(self):
        self.size = 2
        self.pool = multiprocessing.Pool(self.size, self.begin)

    def begin(self):
        print(self.size)

if __name__ == "__main__":
    Runner()
