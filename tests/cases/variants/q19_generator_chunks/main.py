import multiprocessing

from chunks import chunked, total


def consume(source, queue):
    queue.put(sum(map(total, source)))


def main():
    queue = multiprocessing.Queue()
    parts = chunked(list(range(10)), 3)
    child = multiprocessing.Process(target=consume, kwargs={"source": parts, "queue": queue})
    child.start()
    print(queue.get(timeout=5))
    child.join()


if __name__ == "__main__":
    main()
