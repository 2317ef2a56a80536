import multiprocessing

import plugin


def main():
    disabled = multiprocessing.Event()
    disabled.set()
    with multiprocessing.Pool(1, initializer=plugin.prepare, initargs=(disabled,)) as pool:
        print(pool.map(plugin.handle, ["a", "b"]))


if __name__ == "__main__":
    main()
