import logging.config
import multiprocessing


def worker(number, log_config):
    logging.config.dictConfig(log_config)
    logging.warning("worker %s", number)


class Server:
    def __init__(self, workers=1, log_config=None):
        self.workers = workers
        self.log_config = log_config

    def serve(self):
        processes = []
        for number in range(self.workers):
            process = multiprocessing.Process(target=worker, args=(number, self.log_config))
            process.start()
            processes.append(process)
        for process in processes:
            process.join()
        return max(process.exitcode for process in processes)
