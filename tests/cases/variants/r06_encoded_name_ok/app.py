import os
import compat

if not compat.iswindows:
    import fcntl
else:
    import msvcrt


def owner():
    return os.getuid() if not compat.iswindows else None
