import argparse
from concurrent.futures import ProcessPoolExecutor

import settings
from work import convert


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--retries", type=int, default=7)
    options = parser.parse_args(argv)
    settings.update(retries=options.retries)
    with ProcessPoolExecutor(max_workers=1) as executor:
        print(list(executor.map(convert, ["a", "b"])))


if __name__ == "__main__":
    main([])
