import multiprocessing

from registry import checks


@checks.register("extra")
def extra_check():
    return "extra is fine"


def known(_):
    return checks.names()


def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(known, [0]))


if __name__ == "__main__":
    main()
