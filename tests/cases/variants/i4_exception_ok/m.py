from concurrent.futures import ProcessPoolExecutor

class BadRow(Exception):
    def __init__(self, row, reason="bad"):
        super().__init__(row, reason)
        self.row = row

class Worse(Exception):
    def __init__(self, row, reason):
        super().__init__("x")
        self.row = row
        self.reason = reason

    def __reduce__(self):
        return (Worse, (self.row, self.reason))

def parse(n):
    if n > 4:
        raise Worse(n, "much")
    raise BadRow(n, "too big")

def main():
    with ProcessPoolExecutor(1) as pool:
        for n in (3, 5):
            try:
                pool.submit(parse, n).result()
            except (BadRow, Worse) as error:
                print("bad", error.row)

if __name__ == "__main__":
    main()
