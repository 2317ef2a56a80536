import multiprocessing
class Runner:
    def __init__(self):
        self.pool = None
    def start(self):
        self.pool = multiprocessing.Pool(1)
    def run(self):
        self.start()
        print(self.pool.map(lambda x: x, [1]))
if __name__ == "__main__":
    Runner().run()
