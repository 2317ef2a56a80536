import multiprocessing
class Farm:
    def __init__(self):
        self.workers = [multiprocessing.Process(target=self.work) for _ in range(2)]
    def work(self):
        print("works")
    def run(self):
        for worker in self.workers:
            worker.start()
        for worker in self.workers:
            worker.join()
if __name__ == "__main__":
    Farm().run()
