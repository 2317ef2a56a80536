from multiprocessing import Manager, Pool


class Tally:
    def __init__(self):
        self.manager = Manager()
        self.counts = self.manager.dict()

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1

    def run(self, words):
        with Pool(2) as pool:
            pool.map(self.add, words)
        return dict(self.counts)


if __name__ == "__main__":
    print(Tally().run(["a", "b", "a"]))
