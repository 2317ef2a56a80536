from multiprocessing import Pool, RLock, freeze_support

from tqdm import tqdm


def bar(n):
    for _ in tqdm(range(n), disable=True):
        pass
    return n


if __name__ == "__main__":
    freeze_support()
    tqdm.set_lock(RLock())
    with Pool(2, initializer=tqdm.set_lock, initargs=(tqdm.get_lock(),)) as pool:
        print(pool.map(bar, [3, 4]))
