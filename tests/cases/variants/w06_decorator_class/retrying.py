class Retry:
    def __init__(self, function, times=3):
        self.function = function
        self.times = times

    def __call__(self, *args):
        for attempt in range(self.times):
            try:
                return self.function(*args)
            except OSError:
                if attempt == self.times - 1:
                    raise
