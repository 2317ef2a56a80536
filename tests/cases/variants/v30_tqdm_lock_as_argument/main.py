import multiprocessing
from tqdm import tqdm


def bar(lock, n):
    tqdm.set_lock(lock)
    for _ in tqdm(range(n), disable=True):
        pass


def main():
    children = [multiprocessing.Process(target=bar, args=(tqdm.get_lock(), n)) for n in (3, 4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    raise SystemExit(max(child.exitcode for child in children))


if __name__ == "__main__":
    main()
