from concurrent.futures import ProcessPoolExecutor

import state
from work import lookup


def main():
    state.connect({"a": 1})
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(lookup, "a").result())


if __name__ == "__main__":
    main()
