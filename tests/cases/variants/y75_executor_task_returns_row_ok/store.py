import sqlite3


def open_store(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def rows(path):
    with open_store(path) as connection:
        return [dict(row) for row in connection.execute("select 1 as one, 2 as two").fetchall()]
