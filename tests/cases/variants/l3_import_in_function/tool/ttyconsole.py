import termios
import tty

class Console:
    def key(self):
        return termios.tcgetattr(0)
