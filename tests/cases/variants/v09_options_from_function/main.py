import multiprocessing


def options(prefix):
    def report(text):
        print(prefix, text)

    return {"target": report, "args": ("done",), "name": "reporter"}


def main():
    child = multiprocessing.Process(**options(">"))
    child.start()
    child.join()


if __name__ == "__main__":
    main()
