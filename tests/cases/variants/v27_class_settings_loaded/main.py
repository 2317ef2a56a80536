from multiprocessing import Process, Queue

from settings import Settings
from report import report


def main():
    Settings.load({"title": "Real", "width": 20})
    queue = Queue()
    child = Process(target=report, args=(queue,))
    child.start()
    print(queue.get(timeout=10))
    child.join()


if __name__ == "__main__":
    main()
