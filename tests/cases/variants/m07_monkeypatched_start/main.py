import multiprocessing


def work(value):
    print("work", value, flush=True)


def main():
    started = []
    process = multiprocessing.Process(target=work, args=(1,))
    original = process.start
    process.start = lambda: (started.append(process.name), original())
    process.start()
    process.join()
    print(len(started))


if __name__ == "__main__":
    main()
