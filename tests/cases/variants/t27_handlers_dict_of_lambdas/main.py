from concurrent.futures import ProcessPoolExecutor

OPERATIONS = {
    "add": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
}


def calculate(operation, pairs):
    function = OPERATIONS[operation]
    with ProcessPoolExecutor(2) as pool:
        futures = [pool.submit(function, a, b) for a, b in pairs]
        return [future.result() for future in futures]


if __name__ == "__main__":
    print(calculate("add", [(1, 2), (3, 4)]))
