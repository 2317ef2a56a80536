import unittest


def suite(case):
    return unittest.TestSuite([unittest.makeSuite(case)])
