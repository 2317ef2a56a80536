from concurrent.futures import ProcessPoolExecutor


class Refused(Exception):
    def __init__(self, code, reason):
        super().__init__(reason)
        self.code = code


def check(n):
    if n % 2:
        raise Refused(n, "odd")
    return n


def attempt(n):
    try:
        return check(n), None
    except Refused as error:
        return None, f"{error.code}: {error}"


def main():
    with ProcessPoolExecutor(1) as executor:
        print(list(executor.map(attempt, range(3))))


if __name__ == "__main__":
    main()
