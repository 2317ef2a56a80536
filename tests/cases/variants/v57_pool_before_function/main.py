from multiprocessing import Pool

if __name__ == "__main__":
    pool = Pool(2)

    def work(x):
        return x + 1

    print(pool.map_async(work, [1, 2]).get(timeout=5))
    pool.terminate()
