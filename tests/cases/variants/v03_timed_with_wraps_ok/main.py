from concurrent.futures import ProcessPoolExecutor

from tasks import crunch


def main():
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(crunch, n) for n in range(3)]
        print([future.result() for future in futures])


if __name__ == "__main__":
    main()
