import sys


class Platform:
    @staticmethod
    def is_windows():
        return sys.platform == "win32"

    @classmethod
    def is_unix(cls):
        return not cls.is_windows()
