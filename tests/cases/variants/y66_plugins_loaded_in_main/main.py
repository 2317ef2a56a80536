import importlib
import multiprocessing

import registry


def load(path):
    return registry.reader_for(path[-4:])


def main():
    for name in ["csv_reader"]:
        importlib.import_module(name)
    with multiprocessing.Pool(1) as pool:
        print(pool.map(load, ["a.csv"]))


if __name__ == "__main__":
    main()
