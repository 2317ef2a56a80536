import multiprocessing

results = []

def work(n):
    return n * n

def collect(value):
    results.append(value)

def main():
    with multiprocessing.Pool(1) as pool:
        for n in range(3):
            collect(pool.apply(work, (n,)))
    print(results)

if __name__ == "__main__":
    main()
