from multiprocessing import Process, Queue


class Stage:
    def __init__(self, name, on_done=None):
        self.name = name
        self.on_done = on_done

    def work(self, queue):
        queue.put(self.name.upper())
        if self.on_done:
            self.on_done(self.name)


class Pipeline:
    def __init__(self):
        self.stages = []
        self.queue = Queue()

    def add(self, stage):
        self.stages.append(stage)
        return self

    def run(self):
        children = [Process(target=stage.work, args=(self.queue,)) for stage in self.stages]
        for child in children:
            child.start()
        found = sorted(self.queue.get() for _ in children)
        for child in children:
            child.join()
        return found
