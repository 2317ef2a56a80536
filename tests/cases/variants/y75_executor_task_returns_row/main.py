from concurrent.futures import ProcessPoolExecutor

from store import rows


def main():
    with ProcessPoolExecutor(1) as executor:
        for row in executor.submit(rows, ":memory:").result():
            print(row["one"])


if __name__ == "__main__":
    main()
