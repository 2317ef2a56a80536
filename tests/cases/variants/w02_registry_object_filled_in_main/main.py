from multiprocessing import Pool

from registry import REGISTRY, call


def shout(text):
    return text.upper()


def main():
    REGISTRY.add("shout", shout)
    with Pool(1) as pool:
        print(pool.starmap(call, [("shout", "a")]))


if __name__ == "__main__":
    main()
