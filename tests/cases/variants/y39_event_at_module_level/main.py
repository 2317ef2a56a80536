import multiprocessing

import plugin


def main():
    plugin.disabled.set()
    with multiprocessing.Pool(1) as pool:
        print(pool.map(plugin.handle, ["a", "b"]))


if __name__ == "__main__":
    main()
