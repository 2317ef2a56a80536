import sys

__all__ = ["get_win_legacy_paths", "get_win_paths"]


def _find_in_win_reg():
    import winreg
    yield winreg.HKEY_CURRENT_USER


def get_win_paths():
    yield from _find_in_win_reg()


def get_win_legacy_paths():
    yield from _find_in_win_reg()


def paths():
    if sys.platform == "win32":
        yield from get_win_paths()
