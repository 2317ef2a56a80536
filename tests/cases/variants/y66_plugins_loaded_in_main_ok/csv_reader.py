from registry import Reader


class CsvReader(Reader):
    suffix = ".csv"
