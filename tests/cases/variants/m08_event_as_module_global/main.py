import multiprocessing

import cache

def child():
    print("enabled", cache.ENABLED.is_set(), flush=True)


def main():
    cache.ENABLED.set()
    process = multiprocessing.Process(target=child)
    process.start()
    process.join()


if __name__ == "__main__":
    main()
