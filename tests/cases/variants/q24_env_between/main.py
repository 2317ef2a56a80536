import multiprocessing
import os

import settings


def show():
    print(settings.MODE)


def main():
    settings.MODE = "production"
    worker = multiprocessing.get_context().Process(target=show)
    worker.start()
    worker.join()


if __name__ == "__main__":
    main()
