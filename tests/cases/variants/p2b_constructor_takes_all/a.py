import signal

class Timer:
    def __init__(self, seconds):
        self.seconds = seconds

    def start(self):
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
