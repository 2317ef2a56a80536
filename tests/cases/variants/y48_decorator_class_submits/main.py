from background import background


@background
def count(n):
    return sum(range(n))


def main():
    print(count(5).result())


if __name__ == "__main__":
    main()
