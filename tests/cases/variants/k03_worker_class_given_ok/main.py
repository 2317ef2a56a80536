import threading
from multiprocessing import Process


def lookup(number):
    print("lookup", number, flush=True)


def check(worker_class, target):
    worker = worker_class(target=target, args=(1,))
    worker.start()
    worker.join()


def main():
    check(threading.Thread, lambda number: print("lookup", number, flush=True))
    check(Process, lookup)


if __name__ == "__main__":
    main()
