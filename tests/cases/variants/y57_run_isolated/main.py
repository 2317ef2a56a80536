from isolate import isolated


class Suite:
    def __init__(self, values):
        self.values = values

    def check(self):
        expected = 6
        return isolated(lambda values: sum(values) == expected, self.values)


def main():
    print(Suite([1, 2, 3]).check())


if __name__ == "__main__":
    main()
