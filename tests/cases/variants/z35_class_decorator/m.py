from multiprocessing import Process
def wrap(cls):
    class Wrapped(cls):
        pass
    return Wrapped
@wrap
class Job:
    pass
def work(job):
    print("works")
if __name__ == "__main__":
    p = Process(target=work, args=(Job(),))
    p.start()
    p.join()
