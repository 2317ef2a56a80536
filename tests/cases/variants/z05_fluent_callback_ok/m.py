from multiprocessing import Process
class Job:
    def __init__(self):
        self.callback = None
    def with_callback(self, callback):
        self.callback = callback
        return self
def work(job):
    print(job.callback is None)
def done():
    return 1
if __name__ == "__main__":
    job = Job().with_callback(done)
    p = Process(target=work, args=(job,))
    p.start()
    p.join()
