import os

__all__ = ["Handler"]


class Handler:
    def __init__(self, channel):
        self.channel = channel
        self.file = None

    def is_open(self):
        if self.file is None or not self.channel.is_open:
            return False
        return True

    def push(self):
        if self.is_open():
            self.initiate()

    def initiate(self):
        return os.sendfile(1, 2, 0, 10)
