import multiprocessing

def double(x):
    return 2 * x

def main():
    results = []
    with multiprocessing.Pool(2) as pool:
        for n in range(3):
            pool.apply_async(double, (n,), callback=lambda r: results.append(r), error_callback=lambda e: print(e))
        pool.close()
        pool.join()
    print(sorted(results))

if __name__ == "__main__":
    main()
