import multiprocessing

from tasks import results


def work(value):
    return value + 1


def main():
    multiprocessing.set_start_method("spawn")
    with multiprocessing.Pool(1) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
