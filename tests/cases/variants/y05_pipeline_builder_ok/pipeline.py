import multiprocessing as mp


class PipelineConfig:
    def __init__(self, source, stages):
        self.source = source
        self.stages = stages


class PipelineBuilder:
    def __init__(self):
        self._source = None
        self._stages = []

    def add_source(self, source):
        self._source = source
        return self

    def pipe(self, operation):
        self._stages.append(operation)
        return self

    def get_config(self):
        return PipelineConfig(self._source, self._stages)


def _worker(config, queue):
    for item in config.source:
        for stage in config.stages:
            item = stage(item)
        queue.put(item)
    queue.put(None)


def run_pipeline_in_subprocess(config):
    queue = mp.Queue()
    process = mp.Process(target=_worker, args=(config, queue))
    process.start()
    while (item := queue.get(timeout=20)) is not None:
        yield item
    process.join()
