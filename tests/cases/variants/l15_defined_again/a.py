import os

HAVE_FORK = hasattr(os, "fork")

def launch():
    return os.fork()

if not HAVE_FORK:
    def launch():
        raise NotImplementedError
