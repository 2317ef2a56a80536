import multiprocessing


class SerialTasks:
    def add_task(self, task_func, arg=None, result_func=None):
        result = task_func(arg)
        if result_func:
            result_func(result)

    def join(self):
        pass


class ParallelTasks:
    def __init__(self, nproc):
        self.nproc = nproc
        self._procs = {}
        self._results = {}
        self._taskid = 0

    def _process(self, pipe, func, arg):
        pipe.send(func(arg))
        pipe.close()

    def add_task(self, task_func, arg=None, result_func=None):
        tid = self._taskid
        self._taskid += 1
        self._results[tid] = result_func or (lambda result: None)
        receive, send = multiprocessing.Pipe(False)
        process = multiprocessing.Process(target=self._process, args=(send, task_func, arg))
        process.start()
        self._procs[tid] = process
        self._results[tid](receive.recv())

    def join(self):
        for process in self._procs.values():
            process.join()
