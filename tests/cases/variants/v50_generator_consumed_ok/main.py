from multiprocessing import Pool


def pieces(line):
    for word in line.split():
        yield word.upper()


def count(line):
    found = pieces(line)
    return list(found), sum(1 for _ in pieces(line))


def main():
    with Pool(2) as pool:
        print(pool.map(count, (line for line in ["a b", "c"])))


if __name__ == "__main__":
    main()
