import os
import unittest
from test import Base


class TestFork(Base):
    @unittest.skipUnless(hasattr(os, "fork"), "no fork")
    def test_child(self):
        self.assertTrue(self.fork() or True)

    def test_owner(self):
        self.owner()
