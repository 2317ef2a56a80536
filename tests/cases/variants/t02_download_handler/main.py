from sources import ViaSource


def main():
    source = ViaSource()
    source.populate()


if __name__ == "__main__":
    main()
