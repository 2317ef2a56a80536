import multiprocessing as mp

import plugins


def install():
    @plugins.handler("square")
    def square(value):
        return value * value

    @plugins.handler("negate")
    def negate(value):
        return -value


if __name__ == "__main__":
    install()
    with mp.Pool(2) as pool:
        print(pool.map(plugins.dispatch, [("square", 3), ("negate", 4)]))
