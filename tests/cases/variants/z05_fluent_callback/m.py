from multiprocessing import Process
class Job:
    def __init__(self):
        self.callback = None
    def with_callback(self, callback):
        self.callback = callback
        return self
def work(job):
    print(job.callback is None)
if __name__ == "__main__":
    job = Job().with_callback(lambda: 1)
    p = Process(target=work, args=(job,))
    p.start()
    p.join()
