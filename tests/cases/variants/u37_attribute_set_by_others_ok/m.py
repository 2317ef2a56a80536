import os

__all__ = ["Handler"]


class Handler:
    def __init__(self, channel):
        self.channel = channel
        self.file = None

    def use_sendfile(self):
        if self.file is None or not self.channel.use_sendfile:
            return False
        return True

    def push(self):
        if self.use_sendfile():
            self.initiate_sendfile()

    def initiate_sendfile(self):
        return os.sendfile(1, 2, 0, 10)
