import multiprocessing

class Trainer:
    def __init__(self, name):
        multiprocessing.set_start_method("spawn")
        self.name = name

if __name__ == "__main__":
    trainers = [Trainer("a"), Trainer("b")]
    print(len(trainers))
