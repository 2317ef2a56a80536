import functools
import multiprocessing

def main():
    add = functools.partial(lambda a, b: a + b, 10)
    with multiprocessing.Pool(2) as pool:
        print(pool.map(add, [1, 2]))

if __name__ == "__main__":
    main()
