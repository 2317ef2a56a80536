from multiprocessing import Pool

from errors import check


def fetch(status):
    return check(status)


def main():
    with Pool(1) as pool:
        result = pool.apply_async(fetch, (500,))
        print(result.get(timeout=5))


if __name__ == "__main__":
    main()
