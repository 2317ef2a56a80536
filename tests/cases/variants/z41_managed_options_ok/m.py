import multiprocessing
from contextlib import contextmanager
@contextmanager
def settings(path):
    yield {"path": path}
def work(options):
    print(options["path"])
def main():
    with settings("a") as options:
        p = multiprocessing.Process(target=work, args=(options,))
        p.start()
        p.join()
if __name__ == "__main__":
    main()
