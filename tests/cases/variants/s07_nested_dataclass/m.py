from concurrent.futures import ProcessPoolExecutor

from settings import Settings


def work(settings):
    return settings.name


def main():
    settings = Settings("x")
    with ProcessPoolExecutor() as executor:
        print(executor.submit(work, settings).result())


if __name__ == "__main__":
    main()
