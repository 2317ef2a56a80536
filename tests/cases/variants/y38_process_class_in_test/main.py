import multiprocessing
import unittest


class StdinTest(unittest.TestCase):
    def test_closed(self):
        class ClosedStdin(multiprocessing.Process):
            def run(self):
                raise SystemExit(0)

        process = ClosedStdin()
        process.start()
        process.join()
        self.assertEqual(process.exitcode, 0)


if __name__ == "__main__":
    unittest.main()
