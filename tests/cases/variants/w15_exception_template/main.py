from concurrent.futures import ProcessPoolExecutor

from store import load


def main():
    with ProcessPoolExecutor(1) as executor:
        for name in ("a", "b"):
            try:
                print(executor.submit(load, name).result(timeout=20))
            except KeyError as error:
                print("missing", error)


if __name__ == "__main__":
    main()
