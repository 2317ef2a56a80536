from multiprocessing import Pool

import config


def work(_):
    return config.option("level")


def main():
    options = {"level": 3}
    config.configure(options)
    with Pool(2, initializer=config.configure, initargs=(options,)) as pool:
        print(pool.map(work, [1]))


if __name__ == "__main__":
    main()
