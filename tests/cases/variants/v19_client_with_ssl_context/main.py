from multiprocessing import Pool

from client import Client


class Job:
    def __init__(self, host):
        self.client = Client(host)

    def ping(self, n):
        return self.client.host, n


def main():
    job = Job("example.org")
    with Pool(2) as pool:
        results = [pool.apply_async(job.ping, (n,)) for n in range(2)]
        print([result.get() for result in results])


if __name__ == "__main__":
    main()
