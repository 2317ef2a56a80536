from pools import POOL


def work(x):
    return x + 1


if __name__ == "__main__":
    print(POOL.map(abs, [1, -2]))
