import multiprocessing


def make_model(name, **fields):
    return type(name, (object,), dict(fields))


class Fitter:
    def __init__(self, model):
        self.model = model

    def fit(self, start):
        return start + self.model.offset


def main():
    fitter = Fitter(make_model("Gauss", offset=2))
    with multiprocessing.Pool(1) as pool:
        print(pool.map(fitter.fit, [1, 2]))


if __name__ == "__main__":
    main()
