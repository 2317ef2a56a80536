import multiprocessing

from worker import work


def prepare():
    try:
        multiprocessing.set_start_method("spawn")
    except RuntimeError:
        pass


def main():
    prepare()
    prepare()
    with multiprocessing.Pool(1) as pool:
        print(pool.map(work, [1]))


if __name__ == "__main__":
    main()
