from multiprocessing import Pool

from reader import read


def main():
    with Pool(1) as pool:
        print(pool.map(read, ["ab"]))


if __name__ == "__main__":
    main()
