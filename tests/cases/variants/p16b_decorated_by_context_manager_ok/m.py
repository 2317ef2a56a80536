import contextlib
import multiprocessing

@contextlib.contextmanager
def timed(limit):
    yield limit

@timed(3)
def work():
    print("work")

if __name__ == "__main__":
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()
