import termios

class Console:
    def key(self):
        return termios.tcgetattr(0)
