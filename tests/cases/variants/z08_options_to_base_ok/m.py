from multiprocessing import Process
class Base:
    def __init__(self, on_done=None, **kwargs):
        self.on_done = on_done
class Job(Base):
    def __init__(self, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name
    def work(self):
        print("works", self.name)
if __name__ == "__main__":
    job = Job("a", other=lambda: 1)
    p = Process(target=job.work)
    p.start()
    p.join()
