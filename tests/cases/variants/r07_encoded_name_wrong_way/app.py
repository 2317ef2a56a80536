import os
import compat


def owner():
    return os.getuid() if compat.iswindows else None
