import sys
from enum import Enum, auto


class Reading(Enum):
    LINE = auto()
    GETCH = auto()
    SELECT = auto()


_reading = Reading.LINE
if sys.platform == "win32":
    _reading = Reading.GETCH
elif sys.platform != "emscripten":
    _reading = Reading.SELECT


def key():
    if _reading == Reading.GETCH:
        import msvcrt

        return msvcrt.getch()
    if _reading == Reading.SELECT:
        import termios

        return termios.tcgetattr(0)
    return input()
