import multiprocessing

from registry import HANDLERS, handler


@handler
def double(value):
    return value * 2


def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(HANDLERS["double"], [1, 2]))
        print([HANDLERS["log"](1)])


if __name__ == "__main__":
    main()
