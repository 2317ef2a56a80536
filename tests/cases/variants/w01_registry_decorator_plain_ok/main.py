from concurrent.futures import ProcessPoolExecutor

from registry import get
import tasks  # registers


def run(name, value):
    return get(name)(value)


def main():
    with ProcessPoolExecutor(2) as executor:
        print(executor.submit(run, "half", 8).result())
        print(executor.submit(get("half"), 4).result())


if __name__ == "__main__":
    main()
