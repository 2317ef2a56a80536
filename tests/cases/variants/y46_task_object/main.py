from concurrent.futures import ProcessPoolExecutor

from tasks import task


@task(retries=2)
def resize(width):
    return width // 2


def main():
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(resize.function, 10)
        print(future.result())


if __name__ == "__main__":
    main()
