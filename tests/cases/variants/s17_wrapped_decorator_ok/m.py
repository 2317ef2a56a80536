from multiprocessing import Pool

from tools import logged


@logged
def double(x):
    return 2 * x


def main():
    with Pool(2) as pool:
        print(pool.map(double, [1, 2]))


if __name__ == "__main__":
    main()
