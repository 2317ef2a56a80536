from parallel import parallelize


def square(x):
    return x * x


if __name__ == "__main__":
    print(parallelize(False, square, [[1, 2], [3]]))
