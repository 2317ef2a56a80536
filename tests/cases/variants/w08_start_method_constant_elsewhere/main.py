import multiprocessing

from app import constants


def work(x):
    return -x


def main():
    context = multiprocessing.get_context(constants.START_METHOD)
    with context.Pool(constants.WORKERS) as pool:
        print(pool.map(work, [1, 2]))


if __name__ == "__main__":
    main()
