from collections import Counter
from multiprocessing import Pool


def count(text):
    counts = {}
    for letter in text:
        counts[letter] = counts.get(letter, 0) + 1
    return counts.items()


def main():
    total = Counter()
    with Pool(2) as pool:
        for items in pool.map(count, ["aab", "bc"]):
            total.update(dict(items))
    print(total)


if __name__ == "__main__":
    main()
