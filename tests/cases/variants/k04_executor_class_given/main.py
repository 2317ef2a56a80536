from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def squares(executor_class):
    with executor_class(2) as executor:
        return [future.result() for future in [executor.submit(lambda: 4)]]


def main():
    print(squares(ThreadPoolExecutor))
    print(squares(ProcessPoolExecutor))


if __name__ == "__main__":
    main()
