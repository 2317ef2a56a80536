import argparse
import multiprocessing


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=argparse.FileType("w"), default="-")
    parser.add_argument("--level", default=1)
    return parser.parse_args()


def convert(options):
    print("level", options.level, flush=True)


def main():
    options = parse()
    process = multiprocessing.Process(target=convert, args=(options,))
    process.start()
    process.join()


if __name__ == "__main__":
    main()
