import multiprocessing
class Worker(multiprocessing.Process):
    def __init__(self, *args, **kwargs):
        self.callback = kwargs.pop("callback")
        super().__init__(*args, **kwargs)
    def run(self):
        print("works")
if __name__ == "__main__":
    w = Worker(callback=lambda: 1)
    w.start()
    w.join()
