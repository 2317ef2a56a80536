import multiprocessing

class Worker(multiprocessing.Process):
    def __init__(self, make):
        super().__init__()
        self.value = make()

    def run(self):
        print(self.value)

if __name__ == "__main__":
    worker = Worker(lambda: 3)
    worker.start()
    worker.join()
