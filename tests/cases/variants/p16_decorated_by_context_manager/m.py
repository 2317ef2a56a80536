import contextlib
import multiprocessing

@contextlib.contextmanager
def timed(limit):
    yield limit

def main():
    @timed(3)
    def work():
        print("work")

    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
