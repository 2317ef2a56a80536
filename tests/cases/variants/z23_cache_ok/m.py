from functools import lru_cache
from multiprocessing import Pool
@lru_cache(maxsize=None)
def square(n):
    return n * n
def work(n):
    return square(n)
def main():
    square(3)
    with Pool(1) as pool:
        print(pool.map(work, [3]))
if __name__ == "__main__":
    main()
