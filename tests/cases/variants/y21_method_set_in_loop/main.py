import multiprocessing


def train(rank, path):
    print(rank, path, flush=True)


def launch(path):
    multiprocessing.set_start_method("spawn")
    processes = [multiprocessing.Process(target=train, args=(rank, path)) for rank in range(2)]
    for process in processes:
        process.start()
        process.join()


def main():
    for path in ["train.yaml", "test.yaml"]:
        launch(path)


if __name__ == "__main__":
    main()
