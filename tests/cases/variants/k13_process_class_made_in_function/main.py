from factory import process_class


def hello():
    print("hello", flush=True)


def main():
    process = process_class(hello)()
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
