import logging
import logging.handlers
import multiprocessing


def work(queue, n):
    logging.getLogger().addHandler(logging.handlers.QueueHandler(queue))
    logging.getLogger().warning("n %d", n)


def main():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    listener = logging.handlers.QueueListener(queue, logging.StreamHandler())
    listener.start()
    children = [context.Process(target=work, args=(queue, n)) for n in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    listener.stop()


if __name__ == "__main__":
    main()
