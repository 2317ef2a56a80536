import unittest

class T(unittest.TestCase):
    def test(self):
        self.assertEquals(1, 1)
