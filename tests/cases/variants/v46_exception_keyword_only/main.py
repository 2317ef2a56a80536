from concurrent.futures import ProcessPoolExecutor


class ParseError(ValueError):
    def __init__(self, message, *, line):
        super().__init__(message)
        self.line = line


def parse(text):
    for number, line in enumerate(text.splitlines(), 1):
        if "=" not in line:
            raise ParseError("no key", line=number)
    return text


def main():
    with ProcessPoolExecutor(1) as executor:
        try:
            print(list(executor.map(parse, ["a=1", "oops"])))
        except ValueError as error:
            print("bad", error)


if __name__ == "__main__":
    main()
