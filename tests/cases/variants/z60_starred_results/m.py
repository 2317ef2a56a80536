import multiprocessing


def main():
    with multiprocessing.Pool(2) as pool:
        squares = [0, *pool.map(lambda x: x * x, range(3))]
        unique = {*pool.map(lambda x: x % 2, range(3))}
        print(*pool.map(lambda x: x + 1, range(3)))
    return squares, unique


if __name__ == "__main__":
    main()
