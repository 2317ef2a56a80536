import unittest

from . import helpers


class SumTest(unittest.TestCase):
    def test_sum(self):
        self.assertEquals(sum([1, 2]), 3)
