from multiprocessing import Pool

import lookup


def main():
    lookup.load({"a": 1, "b": 2})
    with Pool(2) as pool:
        print(pool.map(lookup.find, ["a", "b", "c"]))


if __name__ == "__main__":
    main()
