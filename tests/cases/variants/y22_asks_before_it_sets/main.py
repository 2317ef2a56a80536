from pool import ProcessingPool


def work(x):
    return x * 3


if __name__ == "__main__":
    pool = ProcessingPool()
    print(pool.map(work, [1, 2]))
    pool.close()
