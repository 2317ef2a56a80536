import multiprocessing
import os


def append(log, text):
    log.write(text)


def main():
    options = dict(target=append, daemon=True)
    log = open(os.devnull, "a")
    options["args"] = (log, "hello")
    child = multiprocessing.Process(**options)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
