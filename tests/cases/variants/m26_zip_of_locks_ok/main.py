import multiprocessing


def child(lock, name):
    with lock:
        print("child", name, flush=True)


def main():
    locks = [multiprocessing.Lock() for _ in range(2)]
    for number, (lock, name) in enumerate(zip(locks, ("a", "b"))):
        process = multiprocessing.Process(target=child, args=(lock, name))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
