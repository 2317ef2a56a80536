import multiprocessing
import os


def append(path, text):
    with open(path, "a") as log:
        log.write(text)


def main():
    options = dict(target=append, daemon=True)
    options["args"] = (os.devnull, "hello")
    options.update(name="appender")
    child = multiprocessing.Process(**options)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
