import threading
from multiprocessing import Process
class Client:
    def __init__(self):
        self.lock = threading.Lock()
    @classmethod
    def create(cls):
        return cls()
class Plain(Client):
    def __init__(self):
        self.lock = None
    def work(self):
        print("works")
if __name__ == "__main__":
    client = Plain.create()
    p = Process(target=client.work)
    p.start()
    p.join()
