import sqlite3


class Repository:
    def __init__(self, path):
        self._connection = self._connect(path)

    @staticmethod
    def _connect(path):
        return sqlite3.connect(path)

    def names(self):
        return []
