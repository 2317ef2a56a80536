from multiprocessing import Process

import config


def work():
    print("level", config.option("level"))


def main():
    config.configure(level=3)
    child = Process(target=work)
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
