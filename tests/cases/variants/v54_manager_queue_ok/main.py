import multiprocessing


def work(item):
    queue, n = item
    queue.put(n)
    return n


def main():
    with multiprocessing.Manager() as manager:
        queue = manager.Queue()
        with multiprocessing.Pool(2) as pool:
            print(pool.map(work, [(queue, n) for n in range(3)]))
        print(sorted(queue.get() for _ in range(3)))


if __name__ == "__main__":
    main()
