import multiprocessing


class Job:
    """A base class; what runs in the child is `execute`."""

    def __init__(self, **options):
        self.options = options
        self.hooks = {}

    def on(self, event, callback):
        self.hooks.setdefault(event, []).append(callback)

    def fire(self, event):
        for callback in self.hooks.get(event, ()):
            callback(self)

    def start(self):
        self.process = None
        process = multiprocessing.Process(target=self.execute)
        process.start()
        process.join()
        self.fire("end")
        return process.exitcode

    def execute(self):
        raise NotImplementedError
