import unittest

if not hasattr(unittest.TestCase, "assert_"):
    unittest.TestCase.assert_ = unittest.TestCase.assertTrue
