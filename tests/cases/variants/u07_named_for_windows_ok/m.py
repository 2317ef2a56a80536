import ctypes


def map_windows_drives():
    return _windows_devices()


def _windows_devices():
    return ctypes.windll.kernel32.QueryDosDeviceA(None)


def _win_used_memory():
    def check(result):
        if not result:
            raise ctypes.WinError()
        return result

    return check(ctypes.windll.kernel32.GetCurrentProcess())
