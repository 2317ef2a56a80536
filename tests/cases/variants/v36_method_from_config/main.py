import multiprocessing

from config import CONFIG


def work(x):
    return x + 1


if __name__ == "__main__":
    multiprocessing.set_start_method(CONFIG["start_method"])
    with multiprocessing.Pool(CONFIG["workers"]) as pool:
        print(pool.map(work, [1, 2]))
