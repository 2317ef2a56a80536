import multiprocessing

COMMON = [len, str]


def main():
    steps = [*COMMON, lambda x: x]
    with multiprocessing.Pool(2) as pool:
        print(pool.apply(sorted, ([[1], [2]],), {"key": steps[2]}))


if __name__ == "__main__":
    main()
