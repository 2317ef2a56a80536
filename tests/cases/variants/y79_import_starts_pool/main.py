from compute import computer


def main():
    print(computer.compute([1, 2]))


if __name__ == "__main__":
    main()
