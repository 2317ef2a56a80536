from multiprocessing import Process


def worker(url, retries=0, on_error=None, **extra):
    print(url, retries, sorted(extra), flush=True)


def spawn_worker(url, **params):
    defaults = {"retries": 3, "on_error": lambda error: None}
    process = Process(target=worker, args=(url,), kwargs={**defaults, **params})
    process.start()
    return process


if __name__ == "__main__":
    spawn_worker("http://a", depth=2).join()
