import csv
import multiprocessing
import os


def export(writer, rows):
    for row in rows:
        writer.writerow(row)


def main():
    with open(os.devnull, "w", newline="") as out:
        writer = csv.writer(out)
        child = multiprocessing.Process(target=export, args=(writer, [[1], [2]]))
        child.start()
        child.join()
        raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
