import multiprocessing


def square(x):
    return x * x


def main():
    with multiprocessing.Pool(2) as pool:
        squares = [0, *pool.map(square, range(3))]
        unique = {*pool.map(square, range(3))}
        print(*pool.map(square, range(3)))
    return squares, unique


if __name__ == "__main__":
    main()
