from concurrent.futures import ProcessPoolExecutor

class Job:
    def __init__(self, name):
        self.name = name
        self.callback = None

def run(job):
    return job.name

def main():
    job = Job("one")
    job.callback = lambda result: result
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(run, job).result())

if __name__ == "__main__":
    main()
