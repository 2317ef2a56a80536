import logging
import multiprocessing

logger = logging.getLogger(__name__)


class Worker(multiprocessing.Process):
    def __init__(self, tasks, results, stop):
        super().__init__(daemon=True)
        self.tasks = tasks
        self.results = results
        self.stop = stop
        self.logger = logging.getLogger("worker")

    def run(self):
        for task in iter(self.tasks.get, None):
            self.results.put(task * 2)


def main():
    context = {"tasks": multiprocessing.Queue(), "results": multiprocessing.Queue(), "stop": multiprocessing.Event()}
    workers = [Worker(**context) for _ in range(2)]
    for worker in workers:
        worker.start()
    for number in range(3):
        context["tasks"].put(number)
    print(sorted(context["results"].get() for _ in range(3)))
    for _ in workers:
        context["tasks"].put(None)
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
