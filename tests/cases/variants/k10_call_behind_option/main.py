import multiprocessing
import sys


def run(function):
    process = multiprocessing.Process(target=function)
    process.start()
    process.join()
    return process.exitcode


def main(argv):
    code = 0
    if len(argv) < 2:
        code = run(lambda: print("ran", flush=True))
    raise SystemExit(code)


if __name__ == "__main__":
    main(sys.argv)
