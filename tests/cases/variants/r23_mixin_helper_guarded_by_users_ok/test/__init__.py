import multiprocessing
import os
import signal
import unittest
from contextlib import contextmanager


class Base(unittest.TestCase):
    @contextmanager
    def fork(self, target):
        def child():
            signal.signal(signal.SIGUSR1, print)
            target()

        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        yield process
        os.kill(process.pid, signal.SIGUSR1)
