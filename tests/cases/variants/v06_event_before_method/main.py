import multiprocessing

from stopping import STOP


def loop(event):
    print(event.is_set())


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    child = multiprocessing.Process(target=loop, args=(STOP,))
    child.start()
    child.join()
