from multiprocessing import Pool
class Config:
    _instance = None
    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.level = 0
        return cls._instance
def work(name):
    return Config().level
def main():
    Config().level = 3
    with Pool(1) as pool:
        print(pool.map(work, ["a"]))
if __name__ == "__main__":
    main()
