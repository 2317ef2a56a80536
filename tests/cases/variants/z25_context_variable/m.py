import contextvars
from multiprocessing import Pool
level = contextvars.ContextVar("level", default=0)
def work(x):
    return level.get()
def main():
    level.set(3)
    with Pool(1) as pool:
        print(pool.map(work, [1]))
if __name__ == "__main__":
    main()
