import multiprocessing

COUNTER = multiprocessing.Value("i", 0)


def square(value):
    return value * value


def run(values):
    with multiprocessing.Pool(1) as pool:
        return pool.map(square, values)
