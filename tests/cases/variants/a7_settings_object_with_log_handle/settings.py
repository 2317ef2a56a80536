import sys

class Settings:
    def __init__(self, level):
        self.level = level
        self.stream = sys.stderr
