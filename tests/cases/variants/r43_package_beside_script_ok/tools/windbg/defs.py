import ctypes


def failed():
    raise ctypes.WinError()
