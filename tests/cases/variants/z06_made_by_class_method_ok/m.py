from multiprocessing import Process
class Client:
    def __init__(self, sock):
        self.sock = sock
        self.lines = ["a"]
    @classmethod
    def create(cls):
        return cls(None)
    def work(self):
        print("works")
if __name__ == "__main__":
    client = Client.create()
    p = Process(target=client.work)
    p.start()
    p.join()
