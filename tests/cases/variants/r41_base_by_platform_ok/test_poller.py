import select
import unittest

from poller import implements_kqueue

if implements_kqueue():
    Base = unittest.TestCase
else:
    Base = object


class KqueueTest(Base):
    def test_filter(self):
        self.assertLess(select.KQ_FILTER_READ, 0)


if __name__ == "__main__":
    unittest.main()
