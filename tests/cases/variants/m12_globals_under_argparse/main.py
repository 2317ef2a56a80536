import argparse
import multiprocessing


def download(name):
    target = f"{args.dir}/{name}"
    return target


def run(names):
    pool = multiprocessing.Pool(2)
    try:
        return pool.map(download, names)
    finally:
        pool.close()
        pool.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", default="out")
    args = parser.parse_args([])
    print(run(["a", "b"]))
