import multiprocessing

def work(name):
    return len(name)

def main():
    table = {"a": 1, "bb": 2}
    with multiprocessing.Pool(2) as pool:
        print(pool.map(work, table.keys()))
        print(sorted(pool.imap_unordered(work, (k for k in table))))
        print(pool.starmap(pow, zip([1, 2], [3, 4])))
        print(pool.map(str.upper, list(table)))

if __name__ == "__main__":
    main()
