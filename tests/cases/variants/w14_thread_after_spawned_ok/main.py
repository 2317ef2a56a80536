import multiprocessing
import threading


def work(queue):
    queue.put("done")


def main():
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    watcher = threading.Thread(target=lambda: None)
    watcher.start()
    child = context.Process(target=work, args=(queue,))
    child.start()
    print(queue.get(timeout=20))
    child.join()
    watcher.join()


if __name__ == "__main__":
    main()
