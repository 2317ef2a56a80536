import multiprocessing

import library


def offline(url):
    return f"stored: {url}"


def main():
    library.fetch = offline
    with multiprocessing.Pool(1) as pool:
        print(pool.map(library.title, ["a"]))


if __name__ == "__main__":
    main()
