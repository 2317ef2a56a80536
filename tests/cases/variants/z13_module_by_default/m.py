import json
from multiprocessing import Process
class Runner:
    def __init__(self, codec=json):
        self.codec = codec
    def work(self):
        print("works")
if __name__ == "__main__":
    p = Process(target=Runner().work)
    p.start()
    p.join()
