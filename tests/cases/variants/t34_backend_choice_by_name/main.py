import concurrent.futures

BACKENDS = {
    "threads": concurrent.futures.ThreadPoolExecutor,
    "processes": concurrent.futures.ProcessPoolExecutor,
}


def make_executor(backend="threads", workers=2):
    return BACKENDS[backend](max_workers=workers)


def analyse(paths, backend):
    prefix = "file:"

    def one(path):
        return prefix + path

    with make_executor(backend) as executor:
        return list(executor.map(one, paths))


if __name__ == "__main__":
    print(analyse(["a", "b"], backend="processes"))
