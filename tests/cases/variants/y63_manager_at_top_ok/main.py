import multiprocessing

import state


def work(store, key):
    store[key] = len(key)


def main():
    manager, shared = state.create()
    process = multiprocessing.Process(target=work, args=(shared, "abc"))
    process.start()
    process.join()
    print(dict(shared))
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
