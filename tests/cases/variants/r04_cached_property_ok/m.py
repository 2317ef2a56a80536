import functools
import os
import sys


class System:
    @functools.cached_property
    def is_windows(self):
        return os.name == "nt"

    @property
    def forks(self):
        return hasattr(os, "fork")


system = System()


def a():
    if system.is_windows:
        return 0
    return os.getuid()


def b(one: System):
    if one.forks:
        return os.fork()
    return None
