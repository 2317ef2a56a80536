from spider import Spiderling


def main():
    class_of = Spiderling
    class_of("host").go(["a.txt"])


if __name__ == "__main__":
    main()
