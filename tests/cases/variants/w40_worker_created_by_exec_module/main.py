import multiprocessing
import types

helpers = types.ModuleType("helpers")
exec("def triple(x):\n    return 3 * x\n", helpers.__dict__)


def main():
    with multiprocessing.Pool(1) as pool:
        print(pool.map(helpers.triple, [1, 2]))


if __name__ == "__main__":
    main()
