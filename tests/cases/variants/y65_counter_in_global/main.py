import multiprocessing

counter = multiprocessing.Value("i", 0)


def work(item):
    with counter.get_lock():
        counter.value += 1
    return item


def main():
    with multiprocessing.Pool(2) as pool:
        pool.map(work, range(4))
    print("worked", counter.value)


if __name__ == "__main__":
    main()
