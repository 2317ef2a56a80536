import multiprocessing
import threading


def crunch(x):
    return x * x


def main():
    found = []
    threads = [threading.Thread(target=found.append, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    context = multiprocessing.get_context("fork" if hasattr(__import__("os"), "fork") else "spawn")
    with context.Pool(1) as pool:
        print(pool.map(crunch, sorted(found)))


if __name__ == "__main__":
    main()
