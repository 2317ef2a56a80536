from functools import partial
from multiprocessing import Pool

from api import Api


def resolve(api, path):
    return api.url(path)


def main():
    api = Api("example.org")
    with Pool(2) as pool:
        print(pool.map(partial(resolve, api), ["a", "b"]))


if __name__ == "__main__":
    main()
