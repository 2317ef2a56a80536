import unittest
from unittest import SkipTest


class Base(unittest.TestCase):
    pass
