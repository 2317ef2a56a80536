import ctypes


def map_drives():
    return ctypes.windll.kernel32.QueryDosDeviceA(None)


def _devices():
    return ctypes.windll.kernel32.QueryDosDeviceA(None)


def _used_memory():
    def check(result):
        if not result:
            raise ctypes.WinError()
        return result

    return check(len([]))
