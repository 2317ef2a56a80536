import concurrent.futures

from errors import FormatError
from formats import autodetect


def convert(text):
    return autodetect(text)


def main():
    with concurrent.futures.ProcessPoolExecutor(1) as executor:
        for text in ["srt", "none"]:
            future = executor.submit(convert, text)
            try:
                print(future.result())
            except FormatError as error:
                print("failed:", error)


if __name__ == "__main__":
    main()
