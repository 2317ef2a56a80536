import multiprocessing


def work(number):
    print("work", number, flush=True)


def run(target, kind):
    if kind not in ("process", "thread"):
        raise ValueError(kind)
    if kind != "process":
        raise NotImplementedError(kind)
    process = multiprocessing.Process(target=target, args=(1,))
    process.start()
    process.join()


def main():
    try:
        run(lambda number: print(number), "thread")
    except NotImplementedError:
        print("no threads")
    run(work, "process")


if __name__ == "__main__":
    main()
