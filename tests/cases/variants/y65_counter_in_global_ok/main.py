import multiprocessing

counter = None


def use(shared):
    global counter
    counter = shared


def work(item):
    with counter.get_lock():
        counter.value += 1
    return item


def main():
    shared = multiprocessing.Value("i", 0)
    with multiprocessing.Pool(2, initializer=use, initargs=(shared,)) as pool:
        pool.map(work, range(4))
    print("worked", shared.value)


if __name__ == "__main__":
    main()
