import multiprocessing
import threading


class ThreadEnvironment:
    def create(self, runnable):
        return threading.Thread(target=runnable)


class ProcessEnvironment:
    def create(self, runnable):
        return multiprocessing.Process(target=runnable)


ENVIRONMENTS = {"thread": ThreadEnvironment, "process": ProcessEnvironment}


class Consumer:
    def __init__(self, worker_type="process"):
        self.environment = ENVIRONMENTS[worker_type]()
        self.workers = [self._create(number) for number in range(2)]

    def _create(self, number):
        def _run():
            print("run", number, flush=True)
        return self.environment.create(_run)

    def start(self):
        for worker in self.workers:
            worker.start()
            worker.join()

    def join(self):
        pass
