from concurrent.futures import ProcessPoolExecutor


class Parser:
    def __init__(self, separator):
        self.separator = separator

    def parse(self, text):
        for part in text.split(self.separator):
            yield part.strip()


def main():
    parser = Parser(",")
    with ProcessPoolExecutor(1) as executor:
        for rows in executor.map(parser.parse, ["a, b", "c"]):
            print(list(rows))


if __name__ == "__main__":
    main()
