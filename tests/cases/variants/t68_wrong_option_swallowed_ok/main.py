import multiprocessing


def attempt(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__


def run(function, values, parallel=False):
    if parallel:
        with multiprocessing.Pool(1) as pool:
            return pool.map(function, values)
    return [function(value) for value in values]


def main():
    print(run(lambda x: x + 1, [1]))
    print(attempt(lambda: run(lambda x: x + 1, [1], parallel=True)))


if __name__ == "__main__":
    main()
