import sqlite3
from concurrent.futures import ProcessPoolExecutor

connection = None


def connect(path):
    global connection
    connection = sqlite3.connect(path)


def query(n):
    return connection.execute("select ? * 2", (n,)).fetchone()[0]


def main():
    with ProcessPoolExecutor(2, initializer=connect, initargs=(":memory:",)) as executor:
        print(list(executor.map(query, [1, 2])))


if __name__ == "__main__":
    main()
