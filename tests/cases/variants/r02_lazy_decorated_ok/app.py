import os
from flags import ON_POSIX


def session():
    if ON_POSIX:
        os.setsid()
