from multiprocessing import Pool

from tasks import count

TEXTS = ["to be or not to be", "that is the question"]


def main():
    with Pool(processes=2) as pool:
        results = [pool.apply_async(count, (text,)) for text in TEXTS]
        print([result.get() for result in results])


if __name__ == "__main__":
    main()
