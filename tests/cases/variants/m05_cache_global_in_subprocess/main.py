import multiprocessing

import igblast


def main():
    igblast.use_cache(True)
    with multiprocessing.Pool(1) as pool:
        for record in pool.imap(igblast.run, ["ACGT", "AC"]):
            print(record)


if __name__ == "__main__":
    main()
