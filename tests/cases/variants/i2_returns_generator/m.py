from concurrent.futures import ProcessPoolExecutor

def rows(n):
    for i in range(n):
        yield i

def main():
    with ProcessPoolExecutor(1) as pool:
        print(list(pool.submit(rows, 3).result()))

if __name__ == "__main__":
    main()
