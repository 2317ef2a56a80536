from isolate import isolated


def adds_up(values, expected):
    return sum(values) == expected


class Suite:
    def __init__(self, values):
        self.values = values

    def check(self):
        return isolated(adds_up, self.values, expected=6)


def main():
    print(Suite([1, 2, 3]).check())


if __name__ == "__main__":
    main()
