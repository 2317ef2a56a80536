import multiprocessing
class Worker(multiprocessing.Process):
    def __init__(self, *args, **kwargs):
        self.size = kwargs.pop("size", None)
        super().__init__(*args, **kwargs)
    def run(self):
        print("works", self.size)
if __name__ == "__main__":
    w = Worker(size=3)
    w.start()
    w.join()
