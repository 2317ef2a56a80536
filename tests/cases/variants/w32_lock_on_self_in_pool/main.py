import multiprocessing


class Writer:
    def __init__(self):
        self.lock = multiprocessing.Lock()

    def write(self, text):
        with self.lock:
            print(text, flush=True)

    def run(self, texts):
        with multiprocessing.Pool(2) as pool:
            pool.map(self.write, texts)


if __name__ == "__main__":
    Writer().run(["a", "b"])
