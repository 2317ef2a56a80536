import multiprocessing


def bootstrap(target, args, before):
    if before is not None:
        before()
    target(*args)


class ForkProcess:
    def __init__(self, target, args=(), before=None):
        self.target = target
        self.args = args
        self.before = before
        self._proc = None

    def start(self):
        self._proc = multiprocessing.Process(target=bootstrap, args=(self.target, self.args, self.before))
        self._proc.start()

    def wait(self):
        self._proc.join()
