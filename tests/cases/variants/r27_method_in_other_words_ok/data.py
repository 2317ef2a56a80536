import os


class Channel:
    def __init__(self, handler):
        self.handler = handler

    def use_sendfile(self):
        return bool(self.handler.use_sendfile)

    def start(self, file):
        if self.use_sendfile():
            try:
                file.fileno()
            except OSError:
                pass
            else:
                self.send = self.send_by_sendfile
                return
        self.send = self.send_plainly

    def send_plainly(self):
        return 0

    def send_by_sendfile(self):
        return os.sendfile(1, 2, 0, 8)
