import importlib
from multiprocessing import Pool


class Encoder:
    def __init__(self, kind):
        self.backend = importlib.import_module(kind)

    def encode(self, value):
        return self.backend.dumps(value)


def main():
    encoder = Encoder("json")
    with Pool(1) as pool:
        print(pool.map(encoder.encode, [[1], [2]]))


if __name__ == "__main__":
    main()
