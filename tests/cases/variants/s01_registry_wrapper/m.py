import multiprocessing

from registry import TASKS, task


@task("double")
def double(x):
    return 2 * x


def main():
    with multiprocessing.Pool(2) as pool:
        print(pool.map(TASKS["double"], [1, 2]))


if __name__ == "__main__":
    main()
