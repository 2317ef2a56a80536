import multiprocessing
import timeit


def work():
    print("work", flush=True)


def main():
    process = multiprocessing.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0, process.exitcode


timeit.repeat(main, number=1, repeat=1)
