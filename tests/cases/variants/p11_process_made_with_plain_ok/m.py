import multiprocessing

def double(x):
    return 2 * x

class Worker(multiprocessing.Process):
    def __init__(self, number, callback, label=None):
        super().__init__()
        self.number = number
        self.callback = callback
        self.label = str(label)

    def run(self):
        print(self.callback(self.number), self.label)

def main():
    worker = Worker(2, double, label=lambda: 1)
    worker.label = "x"
    worker.start()
    worker.join()

if __name__ == "__main__":
    main()
