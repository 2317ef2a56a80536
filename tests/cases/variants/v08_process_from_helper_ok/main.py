import multiprocessing as mp


def say(queue, text):
    queue.put(text.title())


def launch(queue, text):
    process = mp.Process(target=say, args=(queue, text), daemon=True)
    process.start()
    return process


def main():
    queue = mp.Queue()
    processes = [launch(queue, text) for text in ("a", "b")]
    print(sorted(queue.get() for _ in processes))
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
