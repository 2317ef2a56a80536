import logging
import logging.handlers
import multiprocessing


def configure(queue):
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(queue)]
    root.setLevel(logging.INFO)


def work(number):
    logging.getLogger("work").info("number %d", number)
    return number


def main():
    queue = multiprocessing.Queue()
    with multiprocessing.Pool(2, initializer=configure, initargs=(queue,)) as pool:
        print(pool.map(work, range(4)))
    print(sorted(queue.get().getMessage() for _ in range(4)))


if __name__ == "__main__":
    main()
