import threading
from concurrent.futures import ProcessPoolExecutor


def score(text, weight):
    return len(text) * weight


class Model:
    def __init__(self, weight):
        self.weight = weight
        self.lock = threading.Lock()
        self.hook = lambda: None

    def evaluate(self, texts):
        weight = self.weight
        with self.lock, ProcessPoolExecutor(2) as executor:
            return list(executor.map(score, texts, [weight] * len(texts)))


if __name__ == "__main__":
    print(Model(2).evaluate(["a", "bb"]))
