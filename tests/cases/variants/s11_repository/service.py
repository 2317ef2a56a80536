from store import Repository


class Service:
    def __init__(self, path):
        self.repository = Repository(path)
