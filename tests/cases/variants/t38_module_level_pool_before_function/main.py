import multiprocessing

pool = multiprocessing.Pool(2) if __name__ == "__main__" else None


def transform(value):
    return value + 1


def main():
    try:
        print(pool.apply_async(transform, (1,)).get(timeout=5))
    finally:
        pool.terminate()


if __name__ == "__main__":
    main()
