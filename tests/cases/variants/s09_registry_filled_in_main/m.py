import multiprocessing

from plugins import Plugins


def work(name):
    return Plugins.get(name)


def main():
    Plugins.register("a", 1)
    with multiprocessing.Pool(2) as pool:
        print(pool.map(work, ["a"]))


if __name__ == "__main__":
    main()
