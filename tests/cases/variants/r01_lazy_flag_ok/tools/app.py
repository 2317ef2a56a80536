import os
from tools.places import ON_WINDOWS


def session():
    if ON_WINDOWS:
        return None
    return os.setsid()


def owner():
    return os.getpid() if ON_WINDOWS else os.getuid()
