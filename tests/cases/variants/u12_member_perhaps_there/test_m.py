import unittest


class ColorTest(unittest.TestCase):
    def test_color(self):
        try:
            check = self.assertRaisesMatching
        except AttributeError:
            # Only some of our bases have it.
            check = self.assertRaisesRegexp
        check(ValueError, "no", int, "no")
