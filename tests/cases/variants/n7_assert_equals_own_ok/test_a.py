import unittest

class Base(unittest.TestCase):
    def assertEquals(self, a, b):
        self.assertEqual(a, b)

class T(Base):
    def test(self):
        self.assertEquals(1, 1)

class NotATest:
    def go(self):
        self.assertEquals(1, 2)
