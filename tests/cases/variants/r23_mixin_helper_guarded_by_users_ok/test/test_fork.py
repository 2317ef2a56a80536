import os
import unittest
from test import Base


@unittest.skipIf(not hasattr(os, "register_at_fork"), "no fork")
class TestFork(Base):
    def test_child(self):
        with self.fork(print):
            pass
