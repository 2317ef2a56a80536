import multiprocessing
class Pipeline:
    def __init__(self):
        self.first = multiprocessing.Process(target=self.read)
        self.second = multiprocessing.Process(target=self.write)
    def read(self):
        print("read")
    def write(self):
        pass
    def run(self):
        self.first.start()
        self.first.join()
if __name__ == "__main__":
    Pipeline().run()
