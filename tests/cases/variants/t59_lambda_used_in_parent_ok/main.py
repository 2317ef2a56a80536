import multiprocessing


class Pipeline:
    def __init__(self, key=None):
        self.results = []

    def process(self, value):
        return value * 2

    def run(self, values, callback=None):
        with multiprocessing.Pool(1) as pool:
            pending = [pool.apply_async(self.process, (v,), callback=callback) for v in values]
            return [p.get() for p in pending]


def main():
    seen = []
    pipeline = Pipeline()
    print(sorted(pipeline.run([3, 1], callback=lambda value: seen.append(value)), key=lambda v: -v))
    pipeline.on_done = lambda: None
    print(sorted(seen))


if __name__ == "__main__":
    main()
