import threading
from multiprocessing import Process


def check(worker_class):
    def lookup(number):
        print("lookup", number, flush=True)

    workers = [worker_class(target=lookup, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main():
    check(threading.Thread)
    check(Process)


if __name__ == "__main__":
    main()
