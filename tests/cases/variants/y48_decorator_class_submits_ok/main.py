from background import background


def count(n):
    return sum(range(n))


in_background = background(count)


def main():
    print(in_background(5).result())


if __name__ == "__main__":
    main()
