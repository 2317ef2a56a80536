from multiprocessing import Pool

from stats import Stats, describe


def main():
    Stats.configure("s", "x", "y")
    with Pool(1) as pool:
        print(pool.map(describe, [1, 2]))


if __name__ == "__main__":
    main()
