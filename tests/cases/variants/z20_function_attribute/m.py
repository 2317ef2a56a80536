from multiprocessing import Pool
def work(x):
    return work.factor * x
work.factor = 1
def main():
    work.factor = 3
    with Pool(1) as pool:
        print(pool.map(work, [1]))
if __name__ == "__main__":
    main()
