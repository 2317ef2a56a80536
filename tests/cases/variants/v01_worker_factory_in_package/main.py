from multiprocessing import Pool

from jobs import make_job


def run_all(numbers):
    job = make_job(scale=10)
    with Pool(2) as pool:
        return pool.map(job, numbers)


if __name__ == "__main__":
    print(run_all([1, 2, 3]))
