from tools import timed


@timed
def crunch(n):
    return n ** 2
