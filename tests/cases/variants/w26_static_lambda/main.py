from multiprocessing import Pool


class Ops:
    double = staticmethod(lambda x: 2 * x)
    TABLE = {"negate": lambda x: -x}


def main():
    with Pool(2) as pool:
        print(pool.map(Ops.double, [1, 2]))
        print(pool.map(Ops.TABLE["negate"], [1, 2]))


if __name__ == "__main__":
    main()
