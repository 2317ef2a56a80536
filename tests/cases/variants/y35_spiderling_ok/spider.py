import multiprocessing
import socket


class Spiderling:
    def __init__(self, target):
        self.target = target
        self.connection = None

    def connect(self):
        self.connection = socket.socket()

    def parse_file(self, name):
        print("parsed", name, flush=True)

    def go(self, files):
        self.connect()
        for name in files:
            parser = multiprocessing.Process(target=self.parse_file, args=(name,))
            parser.start()
            parser.join()
        self.connection.close()
