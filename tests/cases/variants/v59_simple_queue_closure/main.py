import multiprocessing


def worker(tasks, results):
    for function in iter(tasks.get, None):
        results.put(function())


def main():
    tasks = multiprocessing.SimpleQueue()
    results = multiprocessing.SimpleQueue()
    child = multiprocessing.Process(target=worker, args=(tasks, results))
    child.start()
    for n in range(2):
        def task(n=n):
            return n * n
        tasks.put(task)
    tasks.put(None)
    print(results.get(), results.get())
    child.join()


if __name__ == "__main__":
    main()
