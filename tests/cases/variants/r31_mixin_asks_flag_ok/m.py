import signal
import unittest


class Base(unittest.TestCase):
    seconds = 3

    @property
    def _timed(self):
        return hasattr(signal, "SIGALRM") and self.seconds

    def setUp(self):
        if self._timed:
            signal.alarm(self.seconds)


class Green:
    green = True

    def tearDown(self):
        if self._timed:
            signal.alarm(0)
