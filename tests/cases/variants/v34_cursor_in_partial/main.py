import functools
import sqlite3
from multiprocessing import Pool


def insert(cursor, row):
    cursor.execute("insert into t values (?)", (row,))


def main():
    connection = sqlite3.connect(":memory:")
    connection.execute("create table t (x)")
    cursor = connection.cursor()
    with Pool(2) as pool:
        pool.map(functools.partial(insert, cursor), [1, 2])


if __name__ == "__main__":
    main()
