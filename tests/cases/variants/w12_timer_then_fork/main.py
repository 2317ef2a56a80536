import multiprocessing
import threading


def work(queue):
    queue.put(1)


def give_up():
    print("too slow")


def main():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    timer = threading.Timer(30, give_up)
    timer.start()
    child = context.Process(target=work, args=(queue,))
    child.start()
    print(queue.get(timeout=5))
    child.join()
    timer.cancel()


if __name__ == "__main__":
    main()
