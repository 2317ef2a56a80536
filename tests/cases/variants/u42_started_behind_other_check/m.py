import sys

__all__ = ["Session", "shell"]


def _version_check():
    if sys.version_info < (3, 5):
        raise NotImplementedError("too old")


class Session:
    def __init__(self, program):
        self.program = program

    def start(self):
        import pty

        return pty.spawn(self.program)


def shell(program):
    _version_check()
    session = Session(program)
    session.start()
    return session
