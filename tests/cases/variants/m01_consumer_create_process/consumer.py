import threading
from multiprocessing import Event as ProcessEvent
from multiprocessing import Process


class Worker:
    def __init__(self, name):
        self.name = name

    def loop(self):
        print("loop", self.name, flush=True)


class Environment:
    def create_process(self, runnable, name):
        raise NotImplementedError


class ThreadEnvironment(Environment):
    def get_stop_flag(self):
        return threading.Event()

    def create_process(self, runnable, name):
        thread = threading.Thread(target=runnable, name=name)
        thread.daemon = True
        return thread


class ProcessEnvironment(Environment):
    def get_stop_flag(self):
        return ProcessEvent()

    def create_process(self, runnable, name):
        process = Process(target=runnable, name=name)
        process.daemon = True
        return process


WORKER_TO_ENVIRONMENT = {
    "thread": ThreadEnvironment,
    "process": ProcessEnvironment,
}


class Consumer:
    def __init__(self, workers=1, worker_type="thread"):
        self.environment = WORKER_TO_ENVIRONMENT[worker_type]()
        self.stop_flag = self.environment.get_stop_flag()
        self.worker_threads = []
        for number in range(workers):
            process = self._create_process(Worker(f"worker-{number}"), f"Worker-{number}")
            self.worker_threads.append(process)

    def _create_process(self, process, name):
        def _run():
            process.loop()
        return self.environment.create_process(_run, name)

    def start(self):
        for process in self.worker_threads:
            process.start()

    def join(self):
        for process in self.worker_threads:
            process.join()
