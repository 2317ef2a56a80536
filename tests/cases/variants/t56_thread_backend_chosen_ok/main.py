import concurrent.futures
import threading

BACKENDS = {
    "threads": concurrent.futures.ThreadPoolExecutor,
    "processes": concurrent.futures.ProcessPoolExecutor,
}


def run(function, values, backend="threads"):
    with BACKENDS[backend](max_workers=2) as executor:
        return list(executor.map(function, values))


if __name__ == "__main__":
    lock = threading.Lock()
    total = []

    def add(value):
        with lock:
            total.append(value)
        return value

    print(run(add, [1, 2]))
