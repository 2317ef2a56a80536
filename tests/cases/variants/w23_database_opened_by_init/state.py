_db = None


def connect(entries):
    global _db
    _db = dict(entries)


def db():
    if _db is None:
        raise RuntimeError("not connected")
    return _db
