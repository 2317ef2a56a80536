import ctypes
import sys


def console():
    if sys.executable.endswith("launcher"):
        return ctypes.WinDLL("kernel32", use_last_error=True)
    return None
