import sys


class OutputWrapper:
    def __init__(self, out):
        self._out = out

    def write(self, text):
        self._out.write(text + "\n")


class BaseCommand:
    help = ""

    def __init__(self, stdout=None):
        self.stdout = OutputWrapper(stdout or sys.stdout)

    def execute(self, *args):
        return self.handle(*args)

    def handle(self, *args):
        raise NotImplementedError
