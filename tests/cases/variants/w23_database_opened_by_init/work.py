from state import db


def lookup(key):
    return db()[key]
