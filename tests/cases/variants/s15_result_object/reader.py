class Lines:
    def __init__(self, path):
        self.rows = (line for line in path)


def read(path):
    return Lines(path)
