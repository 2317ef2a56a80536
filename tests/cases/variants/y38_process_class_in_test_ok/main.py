import multiprocessing
import unittest


class ClosedStdin(multiprocessing.Process):
    def run(self):
        raise SystemExit(0)


class StdinTest(unittest.TestCase):
    def test_closed(self):
        process = ClosedStdin()
        process.start()
        process.join()
        self.assertEqual(process.exitcode, 0)


if __name__ == "__main__":
    unittest.main()
