from concurrent.futures import ProcessPoolExecutor

from tqdm import tqdm


def bar(n):
    for _ in tqdm(range(n), disable=True):
        pass
    return n


def main():
    lock = tqdm.get_lock()
    with ProcessPoolExecutor(2, initializer=tqdm.set_lock, initargs=(lock,)) as executor:
        print(list(executor.map(bar, [3, 4])))


if __name__ == "__main__":
    main()
