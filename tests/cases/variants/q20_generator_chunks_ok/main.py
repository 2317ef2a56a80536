import multiprocessing

from chunks import chunked, total


def main():
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.imap(total, chunked(list(range(10)), 3))))


if __name__ == "__main__":
    main()
