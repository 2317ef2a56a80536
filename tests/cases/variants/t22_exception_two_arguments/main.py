from concurrent.futures import ProcessPoolExecutor

from errors import LoadError


def load(path):
    if path.endswith(".bad"):
        raise LoadError(path, "unknown suffix")
    return path


def main():
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(load, "x.bad")
        try:
            print(future.result())
        except LoadError as error:
            print("refused", error)


if __name__ == "__main__":
    main()
