import multiprocessing
import sqlite3

def count(connection):
    print(connection.execute("select 1").fetchone())

def main():
    connection = sqlite3.connect(":memory:")
    child = multiprocessing.Process(target=count, args=(connection,))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
