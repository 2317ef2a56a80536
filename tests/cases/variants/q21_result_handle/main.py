from multiprocessing import Pool

from files import write


def main():
    with Pool(1) as pool:
        for number, handle in pool.map(write, range(2)):
            print(number, handle.name)


if __name__ == "__main__":
    main()
