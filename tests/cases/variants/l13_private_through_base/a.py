import os
import sys

class Base:
    def terminal_size(self):
        return self._size()

    def _size(self):
        return 80

class Posix(Base):
    def _size(self):
        return os.ctermid()

class Windows(Base):
    def _size(self):
        return os.startfile("x")

def make():
    if sys.platform == "win32":
        return Windows()
    elif sys.platform in ("linux", "darwin"):
        return Posix()
    return Base()

print(make().terminal_size())
