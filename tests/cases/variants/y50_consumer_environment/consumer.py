from environment import ProcessEnvironment, ThreadEnvironment

WORKER_TO_ENVIRONMENT = {"thread": ThreadEnvironment, "process": ProcessEnvironment}


class Worker:
    def __init__(self, number):
        self.number = number

    def initialize(self):
        print("worker", self.number, flush=True)

    def loop(self):
        pass


class Consumer:
    def __init__(self, workers=1, worker_type="process"):
        self.worker_type = worker_type
        self.environment = self.get_environment(worker_type)
        self.worker_threads = []
        for number in range(workers):
            self.worker_threads.append(self._create_process(Worker(number), f"Worker-{number}"))

    def get_environment(self, worker_type):
        if worker_type not in WORKER_TO_ENVIRONMENT:
            raise ValueError(worker_type)
        return WORKER_TO_ENVIRONMENT[worker_type]()

    def _create_process(self, process, name):
        def _run():
            process.initialize()
            process.loop()

        return self.environment.create_process(_run, name)

    def start(self):
        for worker in self.worker_threads:
            worker.start()

    def join(self):
        for worker in self.worker_threads:
            worker.join()
