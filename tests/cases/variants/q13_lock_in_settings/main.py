import multiprocessing

import shared
import worker


def main():
    children = [multiprocessing.Process(target=worker.bump, args=(5,)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print(shared.counter.value)


if __name__ == "__main__":
    main()
