import multiprocessing


class ForkProcess:
    def __init__(self, target, args=(), before=None):
        self.target = target
        self.args = args
        self.before = before
        self._proc = None

    def start(self):
        self._proc = multiprocessing.Process(target=self._bootstrap)
        self._proc.start()

    def wait(self):
        self._proc.join()

    def _bootstrap(self):
        self._proc = None
        if self.before is not None:
            self.before()
        self.target(*self.args)
