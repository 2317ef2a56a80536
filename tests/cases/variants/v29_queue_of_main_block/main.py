import multiprocessing as mp


def produce(n):
    results.put(n * n)


def consume():
    return results.get(timeout=5)


if __name__ == "__main__":
    results = mp.Queue()
    workers = [mp.Process(target=produce, args=(n,)) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(sorted(consume() for _ in workers))
