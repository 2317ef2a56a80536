import unittest


class ColorTest(unittest.TestCase):
    def test_color(self):
        try:
            check = self.assertRaisesRegex
        except AttributeError:
            check = self.assertRaisesRegexp
        check(ValueError, "no", int, "no")
