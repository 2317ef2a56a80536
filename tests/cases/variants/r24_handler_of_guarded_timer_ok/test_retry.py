import signal

from helpers import Base, SkipTest


class TestRetry(Base):
    def alarm(self, seconds):
        if not hasattr(signal, "setitimer"):
            raise SkipTest("needs setitimer")
        self.before = signal.signal(signal.SIGALRM, self.stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def stop(self, *args):
        signal.setitimer(signal.ITIMER_REAL, 0, 0)
        signal.signal(signal.SIGALRM, self.before)

    def test_wait(self):
        self.alarm(1)
