import os
import unittest
from test import Base


class TestOther(Base):
    @unittest.skipIf(not hasattr(os, "register_at_fork"), "no fork")
    def test_child(self):
        with self.fork(print):
            pass

    def test_nothing(self):
        pass
