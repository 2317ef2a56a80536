import sqlite3

if sqlite3.version_info < (2, 6):
    raise RuntimeError('too old')
