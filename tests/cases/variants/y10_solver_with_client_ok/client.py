class Client:
    def __init__(self, url, connections=2):
        self.url = url
        self.connections = connections

    def block(self):
        return 17
