import unittest

from . import helpers


class SumTest(unittest.TestCase):
    def test_sum(self):
        self.assert_(sum([1, 2]) == 3)
