import sys

try:
    if sys.platform[:4] == "java":

        def getchar():
            return sys.stdin.read(1)
    else:
        import msvcrt

        def getchar():
            return msvcrt.getch()
except ImportError:
    import termios
    import tty

    def getchar():
        tty.setraw(0)
        return sys.stdin.read(1)
