from timeouts import timeout


def compute():
    @timeout(5)
    def slow(value):
        return value * 2
    return slow(21)


if __name__ == "__main__":
    print(compute())
