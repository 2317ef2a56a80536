from multiprocessing import Process
class Job:
    def __init__(self):
        self.callback = None
        self.name = ""
    def named(self, name):
        self.name = name
        return self
    def with_callback(self, callback):
        self.callback = callback
        return self
    def run(self):
        print(self.name)
def main():
    job = Job().named("a").with_callback(lambda: 1).named("b")
    p = Process(target=job.run)
    p.start()
    p.join()
if __name__ == "__main__":
    main()
