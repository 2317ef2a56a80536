import multiprocessing


def work(name, queue):
    queue.put(name)


class Engine:
    def __init__(self, name):
        multiprocessing.set_start_method("spawn")
        self.name = name
        self.queue = multiprocessing.Queue()

    def run(self):
        child = multiprocessing.Process(target=work, args=(self.name, self.queue))
        child.start()
        result = self.queue.get(timeout=10)
        child.join()
        return result
