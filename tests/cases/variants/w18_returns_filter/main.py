from concurrent.futures import ProcessPoolExecutor


def positive(numbers):
    return filter(lambda n: n > 0, numbers)


def main():
    with ProcessPoolExecutor(1) as executor:
        print(list(executor.submit(positive, [1, -1]).result()))


if __name__ == "__main__":
    main()
