from multiprocessing import Pool


def measure(text):
    class Result:
        def __init__(self, size):
            self.size = size

    return Result(len(text))


def main():
    with Pool(1) as pool:
        print([result.size for result in pool.map(measure, ["a", "bb"])])


if __name__ == "__main__":
    main()
