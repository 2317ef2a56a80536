import multiprocessing

from util import init_global_locks, lock_of


def build(commit):
    lock = lock_of("build")
    if lock is None:
        return f"{commit}: no lock"
    with lock:
        return f"{commit}: built"


def main():
    locks = {"build": multiprocessing.Lock()}
    init_global_locks(locks)
    with multiprocessing.Pool(2, initializer=init_global_locks, initargs=(locks,)) as pool:
        print(pool.map(build, ["a1", "b2"]))


if __name__ == "__main__":
    main()
