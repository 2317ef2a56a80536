import multiprocessing
from enum import Enum

def work(color):
    print(color)

def main():
    class Color(Enum):
        RED = 1

    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=work, args=[Color.RED])
    child.start()
    child.join()

if __name__ == "__main__":
    main()
