import sys

__all__ = ["Session", "shell"]


def _platform_check():
    if sys.platform == "win32":
        raise NotImplementedError("no terminal here")


class Session:
    def __init__(self, program):
        self.program = program

    def start(self):
        import pty

        return pty.spawn(self.program)


def shell(program):
    _platform_check()
    session = Session(program)
    session.start()
    return session
