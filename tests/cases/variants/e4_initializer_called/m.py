import multiprocessing

level = 0

def setup(value):
    global level
    level = value

def work(n):
    return n + level

def main():
    with multiprocessing.Pool(1, initializer=setup(3)) as pool:
        print(pool.map(work, [1, 2]))

if __name__ == "__main__":
    main()
