import os

from . import TestCase
from .features import NetworkFeature


class TestFiles(TestCase):
    def test_fifo(self):
        self.requireFeature(NetworkFeature)
        os.mkfifo("a")
