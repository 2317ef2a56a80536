import multiprocessing

from pipes_of_project import *


def run(pipeline):
    pipeline(1)


def main():
    pipeline = in_order(show)
    process = multiprocessing.Process(target=run, args=(pipeline,))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
