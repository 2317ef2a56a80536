import argparse
from multiprocessing.pool import Pool

import operations


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--operation", default="double")
    args = parser.parse_args()
    operation = operations.get(args.operation)
    with Pool(2) as pool:
        print(pool.map(operation, [1, 2]))


if __name__ == "__main__":
    main()
