from concurrent.futures import ProcessPoolExecutor, as_completed
import os


def inspect(path):
    handle = open(path, "rb")
    return {"path": path, "handle": handle, "size": os.path.getsize(path)}


def main():
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(inspect, os.devnull)]
        for future in as_completed(futures):
            print(future.result()["size"])


if __name__ == "__main__":
    main()
