import multiprocessing

class Trainer:
    ready = False

    def __init__(self):
        if not Trainer.ready:
            multiprocessing.set_start_method("spawn")
            Trainer.ready = True

if __name__ == "__main__":
    print(len([Trainer(), Trainer()]))
