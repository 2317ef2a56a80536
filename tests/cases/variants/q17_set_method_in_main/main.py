import multiprocessing

from events import stop


def wait():
    stop.wait(1)


def main():
    multiprocessing.set_start_method("spawn")
    child = multiprocessing.Process(target=wait)
    child.start()
    stop.set()
    child.join()
    print(child.exitcode)


if __name__ == "__main__":
    main()
