import importlib
import multiprocessing

import registry


def load(path):
    return registry.reader_for(path[-4:])


def load_plugins():
    for name in ["csv_reader"]:
        importlib.import_module(name)


def main():
    load_plugins()
    with multiprocessing.Pool(1, initializer=load_plugins) as pool:
        print(pool.map(load, ["a.csv"]))


if __name__ == "__main__":
    main()
