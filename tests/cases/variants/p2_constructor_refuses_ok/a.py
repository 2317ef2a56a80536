import multiprocessing
import select
import signal

class Unsupported(Exception):
    pass

class Flag:
    def wait(self):
        poller = select.poll()
        return bool(poller.poll(0))

class Forked:
    def __init__(self):
        try:
            self.context = multiprocessing.get_context("fork")
        except ValueError:
            raise Unsupported("this needs fork")

    def flag(self):
        return Flag()

    def timeout(self, seconds):
        signal.setitimer(signal.ITIMER_REAL, seconds)
