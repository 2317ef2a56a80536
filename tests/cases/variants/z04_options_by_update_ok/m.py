from multiprocessing import Process
class Options:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)
def work(options):
    print(options.name)
def hook():
    return 1
if __name__ == "__main__":
    options = Options(name="x", callback=hook)
    p = Process(target=work, args=(options,))
    p.start()
    p.join()
