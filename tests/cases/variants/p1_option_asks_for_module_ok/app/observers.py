import sys

def choose():
    if sys.platform == "darwin":
        from app.kqueue import Observer
        return Observer()
    return None
