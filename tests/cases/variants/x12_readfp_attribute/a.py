import configparser


class Settings:
    def __init__(self):
        self.parser = configparser.RawConfigParser()

    def load(self, path):
        with open(path) as f:
            self.parser.readfp(f)
