import multiprocessing
class Farm:
    def __init__(self):
        self.workers = []
    def add(self):
        worker = multiprocessing.Process(target=self.work)
        self.workers.append(worker)
        worker.start()
    def work(self):
        print("works")
if __name__ == "__main__":
    farm = Farm()
    farm.add()
    farm.add()
    for worker in farm.workers:
        worker.join()
