import multiprocessing


def score(index):
    return data[index] * 2


def run():
    with multiprocessing.Pool(2) as pool:
        return pool.map(score, range(len(data)))


if __name__ == "__main__":
    data = [1, 2, 3]
    print(run())
