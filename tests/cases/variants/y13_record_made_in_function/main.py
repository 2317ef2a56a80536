import multiprocessing

from index import product_index


def load(info, results):
    results.put(len(info.products))


def main():
    info = product_index(["hh", "vv"])
    results = multiprocessing.Queue()
    loader = multiprocessing.Process(target=load, args=(info, results))
    loader.start()
    print(results.get(timeout=20))
    loader.join()


if __name__ == "__main__":
    main()
