from multiprocessing import Process
class Options:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)
def work(options):
    print(options.name)
if __name__ == "__main__":
    options = Options(name="x", callback=lambda: 1)
    p = Process(target=work, args=(options,))
    p.start()
    p.join()
