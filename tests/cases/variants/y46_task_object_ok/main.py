from concurrent.futures import ProcessPoolExecutor

from tasks import Task


def resize(width):
    return width // 2


resize_task = Task(resize, 2)


def main():
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(resize_task.function, 10)
        print(future.result())


if __name__ == "__main__":
    main()
