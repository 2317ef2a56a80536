from multiprocessing import Pool
limit = 1
def work(x):
    return limit
def main():
    globals()["limit"] = 5
    with Pool(1) as pool:
        print(pool.map(work, [1]))
if __name__ == "__main__":
    main()
