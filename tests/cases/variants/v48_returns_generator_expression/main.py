from multiprocessing import Pool


def words(line):
    return (word.strip(",") for word in line.split())


def main():
    with Pool(2) as pool:
        for found in pool.imap(words, ["a, b", "c"]):
            print(list(found))


if __name__ == "__main__":
    main()
