from concurrent.futures import ProcessPoolExecutor

from api import fetch


def main():
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(fetch, "/missing")
        try:
            future.result(timeout=10)
        except LookupError as error:
            print("caught", error)


if __name__ == "__main__":
    main()
