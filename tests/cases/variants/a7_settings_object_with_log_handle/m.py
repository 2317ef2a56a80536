import multiprocessing
from settings import Settings

def work(settings):
    print(settings.level)

def main():
    settings = Settings(2)
    with multiprocessing.Pool(1) as pool:
        pool.apply(work, (settings,))

if __name__ == "__main__":
    main()
