import multiprocessing

import lib


def main():
    if multiprocessing.get_start_method(allow_none=True) is None:
        multiprocessing.set_start_method("spawn")
    print(lib.run([1, 2]))


if __name__ == "__main__":
    main()
