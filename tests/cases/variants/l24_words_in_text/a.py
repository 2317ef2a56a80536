"""Runs things; an alternative to multiprocess and pathos.

Call child.start to begin.
"""
import multiprocessing

def main():
    # dill and cloudpickle would do
    pool = multiprocessing.Pool(2)
    total = 3
    def add(x):
        return x + total
    print(pool.map(add, [1, 2]))

if __name__ == "__main__":
    main()
