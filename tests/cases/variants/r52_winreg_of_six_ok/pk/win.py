import ctypes

from six.moves import winreg
from six import text_type


def _settzkeyname():
    try:
        winreg.OpenKey(None, "x")
    except WindowsError:
        return 1


KEY = _settzkeyname()


class tzwin:
    def __init__(self):
        self.user32 = ctypes.WinDLL("user32")
