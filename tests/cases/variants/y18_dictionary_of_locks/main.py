import multiprocessing

from util import init_global_locks, lock_of


def build(commit):
    lock = lock_of("build")
    if lock is None:
        return f"{commit}: no lock"
    with lock:
        return f"{commit}: built"


def main():
    init_global_locks({"build": multiprocessing.Lock()})
    with multiprocessing.Pool(2) as pool:
        print(pool.map(build, ["a1", "b2"]))


if __name__ == "__main__":
    main()
