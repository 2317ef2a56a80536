import multiprocessing

from steps import STEPS


def main():
    with multiprocessing.Pool(1) as pool:
        for name in ("double", "negate"):
            print(name, pool.map(STEPS[name], [1, 2]))


if __name__ == "__main__":
    main()
