from concurrent.futures import ProcessPoolExecutor

class BadRow(Exception):
    def __init__(self, row, reason):
        super().__init__("row %d: %s" % (row, reason))
        self.row = row

def parse(n):
    if n > 1:
        raise BadRow(n, "too big")
    return n

def main():
    with ProcessPoolExecutor(1) as pool:
        try:
            print(pool.submit(parse, 3).result())
        except BadRow as error:
            print("bad", error.row)

if __name__ == "__main__":
    main()
