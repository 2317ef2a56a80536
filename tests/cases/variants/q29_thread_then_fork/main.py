import multiprocessing
import os

from beat import Heartbeat


def child():
    os._exit(0)


def main():
    context = multiprocessing.get_context("fork")
    with Heartbeat(0.1):
        process = context.Process(target=child)
        process.start()
        process.join()
    print(process.exitcode)


if __name__ == "__main__":
    main()
