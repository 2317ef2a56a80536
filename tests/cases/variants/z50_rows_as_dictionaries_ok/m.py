import sqlite3
from multiprocessing import Pool
def as_dict(cursor, row):
    return {column[0]: value for column, value in zip(cursor.description, row)}
def rows(path):
    con = sqlite3.connect(path)
    con.row_factory = as_dict
    return con.execute("select 1 as a").fetchone()
if __name__ == "__main__":
    with Pool(1) as pool:
        print(pool.map(rows, [":memory:"])[0]["a"])
