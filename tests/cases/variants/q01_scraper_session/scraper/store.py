import sqlite3


class PageStore:
    """Where downloaded pages are kept."""

    def __init__(self, path):
        self.path = path
        self._connect()

    def _connect(self):
        self.db = sqlite3.connect(self.path)
        self.db.execute("create table if not exists page (url text, body text)")

    def add(self, url, body):
        self.db.execute("insert into page values (?, ?)", (url, body))
        self.db.commit()
