import os

from . import TestCase
from .features import FifoFeature


class TestFiles(TestCase):
    def test_fifo(self):
        self.requireFeature(FifoFeature)
        os.mkfifo("a")
