import multiprocessing

class Runner:
    def __work(self, n):
        return n

    def run(self):
        with multiprocessing.Pool(1) as pool:
            return pool.map(self.__work, [1, 2])

if __name__ == "__main__":
    print(Runner().run())
