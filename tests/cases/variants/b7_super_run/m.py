import multiprocessing
import socket

class Base:
    def run(self):
        print("running")

class Server(Base):
    def __init__(self):
        self.listener = iter([])
        self.names = (n for n in "abc")

    def run(self):
        child = multiprocessing.Process(target=super().run)
        child.start()
        child.join()

if __name__ == "__main__":
    Server().run()
