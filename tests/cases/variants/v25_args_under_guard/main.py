import argparse
from concurrent.futures import ProcessPoolExecutor


def handle(name):
    return f"{args.prefix}{name}"


def main():
    with ProcessPoolExecutor(2) as executor:
        for line in executor.map(handle, ["a", "b"]):
            print(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix", default="> ")
    args = parser.parse_args()
    main()
