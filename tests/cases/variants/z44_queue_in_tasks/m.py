import multiprocessing
def work(job):
    job["out"].put(job["n"])
if __name__ == "__main__":
    q = multiprocessing.Queue()
    with multiprocessing.Pool(1) as pool:
        pool.map(work, [{"out": q, "n": n} for n in range(2)])
    print(q.get(timeout=3))
