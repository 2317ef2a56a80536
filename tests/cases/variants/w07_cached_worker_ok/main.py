import functools
import operator
from multiprocessing import Pool


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Tools:
    @staticmethod
    def double(x):
        return 2 * x

    @classmethod
    def name(cls, x):
        return cls.__name__ + str(x)


def main():
    with Pool(2) as pool:
        print(pool.map(fib, [5, 6]))
        print(pool.map(Tools.double, [1]), pool.map(Tools.name, [1]))
        print(pool.map(operator.itemgetter("a"), [{"a": 1}]), pool.map(len, ["abc"]))


if __name__ == "__main__":
    main()
