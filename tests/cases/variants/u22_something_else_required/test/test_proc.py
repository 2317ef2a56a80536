import os
import unittest

import test.require


class ProcTest(unittest.TestCase):
    @test.require.network
    def test_uid(self):
        self.assertEqual(os.geteuid(), 1)
