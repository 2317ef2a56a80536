import multiprocessing

import state


def count(shared, amount):
    shared.add(amount)


def main():
    child = multiprocessing.Process(target=count, args=(state.CURRENT, 5))
    child.start()
    child.join()
    raise SystemExit(child.exitcode)


if __name__ == "__main__":
    main()
