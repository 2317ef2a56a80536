import multiprocessing

from pyphi_like import config, compute


def main():
    config.PRECISION = 2
    with multiprocessing.Pool(1) as pool:
        print(pool.map(compute, [1.23456]))


if __name__ == "__main__":
    main()
