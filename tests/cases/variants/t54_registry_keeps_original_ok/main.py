import multiprocessing

from tasks import TASKS


def main():
    with multiprocessing.Pool(1) as pool:
        for name in sorted(TASKS):
            print(name, pool.map(TASKS[name], [1, 2]))


if __name__ == "__main__":
    main()
