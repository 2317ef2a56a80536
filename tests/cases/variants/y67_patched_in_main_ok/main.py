import multiprocessing

import library


def offline(url):
    return f"stored: {url}"


def patch():
    library.fetch = offline


def main():
    patch()
    with multiprocessing.Pool(1, initializer=patch) as pool:
        print(pool.map(library.title, ["a"]))


if __name__ == "__main__":
    main()
