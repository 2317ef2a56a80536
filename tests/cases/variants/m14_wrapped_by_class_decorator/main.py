import multiprocessing


class memoize:
    def __init__(self, function):
        self.function = function
        self.cache = {}

    def __call__(self, *args):
        if args not in self.cache:
            self.cache[args] = self.function(*args)
        return self.cache[args]


@memoize
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(fibonacci, [5, 6]))


if __name__ == "__main__":
    main()
