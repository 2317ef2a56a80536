import sys
from lib_of_lazies import lazybool


@lazybool
def ON_POSIX():
    return sys.platform != "win32"
