from multiprocessing import Pool

from filters import FilterFactory


def main():
    keep = FilterFactory(3).build()
    with Pool(2) as pool:
        print(pool.map(keep, range(6)))


if __name__ == "__main__":
    main()
