from concurrent.futures import ProcessPoolExecutor

from tools import timed


@timed
def crunch(n):
    return sum(range(n))


def main():
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(crunch, n) for n in (10, 20)]
        print([future.result() for future in futures])


if __name__ == "__main__":
    main()
