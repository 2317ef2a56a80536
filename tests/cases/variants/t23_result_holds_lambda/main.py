from multiprocessing import Pool


class Report:
    def __init__(self, rows):
        self.rows = rows
        self.key = lambda row: row[0]

    def sorted(self):
        return sorted(self.rows, key=self.key)


def build(seed):
    return Report([(seed, 1), (0, 2)])


def main():
    with Pool(1) as pool:
        reports = pool.map(build, [3])
    print(reports[0].sorted())


if __name__ == "__main__":
    main()
