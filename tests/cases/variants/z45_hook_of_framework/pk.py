import multiprocessing
class Service:
    def __init__(self):
        self.proc = None
    def go(self):
        proc = multiprocessing.Process(target=self.work)
        proc.start()
        proc.join()
