import multiprocessing


class Job(multiprocessing.Process):
    def __init__(self, callback):
        super().__init__()
        self.callback = callback

    def run(self):
        self.callback()


def launch(callback):
    job = Job(callback)
    job.start()
    job.join()
    return job.exitcode
