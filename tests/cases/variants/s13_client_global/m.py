import sys
from concurrent.futures import ProcessPoolExecutor

import db


def work(_):
    return db.name()


def main(argv):
    db.connect(argv[0] if argv else "x")
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(work, range(2))))


if __name__ == "__main__":
    main(sys.argv[1:])
