from multiprocessing import Pool

from retrying import Retry


@Retry
def flaky(n):
    return n + 1


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(flaky, range(3)))
