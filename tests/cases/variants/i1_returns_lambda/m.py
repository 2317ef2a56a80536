import multiprocessing

def make(n):
    return lambda x: x + n

def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(make, [1, 2]))

if __name__ == "__main__":
    main()
