import multiprocessing
import queue

import logs


def parse(name):
    logs.say(f"parsed {name}")


def main():
    process = multiprocessing.Process(target=parse, args=("a.txt",))
    process.start()
    process.join()
    try:
        print(logs.log_queue.get(timeout=1))
    except queue.Empty:
        print("nothing was said")


if __name__ == "__main__":
    main()
