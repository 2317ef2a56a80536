from multiprocessing import Pool

from application import app
from jobs import greet


def main():
    app.config["GREETING"] = "hello"
    app.debug = True
    with Pool(1) as pool:
        print(pool.map(greet, ["ann"]))


if __name__ == "__main__":
    main()
