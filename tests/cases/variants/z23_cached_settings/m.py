from functools import lru_cache
from multiprocessing import Pool
class Settings:
    debug = False
@lru_cache(maxsize=None)
def settings():
    return Settings()
def work(name):
    return settings().debug
def main():
    settings().debug = True
    with Pool(1) as pool:
        print(pool.map(work, ["a"]))
if __name__ == "__main__":
    main()
