try:
    from .win import tzwin
except ImportError:
    tzwin = None


def gettz(name):
    if tzwin is not None:
        try:
            return tzwin(name)
        except (WindowsError, UnicodeEncodeError):
            return None
    return None
