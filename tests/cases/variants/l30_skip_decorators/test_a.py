import os
import sys
import unittest

@unittest.skipIf(sys.platform == "win32", "posix only")
class PosixTest(unittest.TestCase):
    def setUp(self):
        self.uid = os.getuid()

    def test_it(self):
        self.assertEqual(os.getuid(), self.uid)

class Other(unittest.TestCase):
    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_fork(self):
        if os.fork() == 0:
            os._exit(0)

    def test_early(self):
        if os.name != "posix":
            self.skipTest("posix only")
        os.getpgid(0)
