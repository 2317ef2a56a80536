import functools
import os
import sys


@functools.lru_cache(maxsize=None)
def is_windows():
    return sys.platform.startswith("win")


@functools.cache
def can_fork():
    return hasattr(os, "fork")


def a():
    if not is_windows():
        os.setsid()


def b():
    if can_fork():
        return os.fork()
    return None
