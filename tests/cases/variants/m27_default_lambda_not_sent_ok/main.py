import multiprocessing


def work(value):
    return value, -value


def run(values, key=lambda pair: pair[1], context=None):
    context = context or multiprocessing.get_context()
    with context.Pool(1) as pool:
        return sorted(pool.map(work, values), key=key)


if __name__ == "__main__":
    print(run([1, 2]))
