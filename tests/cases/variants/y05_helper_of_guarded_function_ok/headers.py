def update(path):
    return checksum(path)


def checksum(path):
    import ctypes

    return ctypes.windll.kernel32.GetLastError()
