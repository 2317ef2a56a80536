import signal

class Features:
    def __init__(self):
        self.alarm = hasattr(signal, "setitimer")

    def can_alarm(self):
        return self.alarm

class Timer:
    def __init__(self):
        self.features = Features()

    def start(self):
        if self.features.can_alarm():
            signal.setitimer(signal.ITIMER_REAL, 1)
