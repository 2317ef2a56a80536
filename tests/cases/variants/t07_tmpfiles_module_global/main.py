import multiprocessing

import tmpfiles
from checker import check


def main():
    tmpfiles.init()
    with multiprocessing.Pool(1) as pool:
        for answer in pool.imap_unordered(check, [1, 2]):
            print(answer)


if __name__ == "__main__":
    main()
