import os

from .flags import CAN_FORK


def start():
    if CAN_FORK:
        return os.fork()
    return 0
