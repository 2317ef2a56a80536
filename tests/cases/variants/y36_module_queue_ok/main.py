import multiprocessing

import logs


def parse(queue, name):
    logs.use(queue)
    logs.say(f"parsed {name}")


def main():
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=parse, args=(queue, "a.txt"))
    process.start()
    print(queue.get(timeout=20))
    process.join()


if __name__ == "__main__":
    main()
