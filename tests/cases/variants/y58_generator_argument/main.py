import multiprocessing

from reader import read_lines


def consume(source, results):
    results.put(sum(len(line) for line in source))


def main():
    results = multiprocessing.Queue()
    source = read_lines(["a ", "bc "])
    process = multiprocessing.Process(target=consume, args=(source, results))
    process.start()
    print(results.get(timeout=20))
    process.join()


if __name__ == "__main__":
    main()
