from multiprocessing import Pool

from service import Service


def work(service, number):
    return number


def main():
    service = Service(":memory:")
    with Pool(2) as pool:
        print(pool.starmap(work, [(service, n) for n in range(2)]))


if __name__ == "__main__":
    main()
