import multiprocessing

from state import shared


def work(store, key):
    store[key] = len(key)


def main():
    process = multiprocessing.Process(target=work, args=(shared, "abc"))
    process.start()
    process.join()
    print(dict(shared))
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
