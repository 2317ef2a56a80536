from concurrent.futures import ProcessPoolExecutor, as_completed

from client import call
from errors import RemoteError


def main():
    with ProcessPoolExecutor(1) as executor:
        futures = [executor.submit(call, number) for number in range(2)]
        for future in as_completed(futures):
            try:
                print("ok", future.result())
            except RemoteError as error:
                print("remote", error.status)


if __name__ == "__main__":
    main()
