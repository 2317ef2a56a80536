from multiprocessing import Pool
def work(x):
    return work.factor * x
work.factor = 3
def main():
    with Pool(1) as pool:
        print(pool.map(work, [1]))
if __name__ == "__main__":
    main()
