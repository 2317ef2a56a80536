import os
from place.info import Platform


def owner(path):
    if Platform.is_windows():
        return None
    import pwd
    return pwd.getpwuid(os.stat(path).st_uid)


def group():
    if Platform.is_unix():
        return os.getgid()
    return 0
