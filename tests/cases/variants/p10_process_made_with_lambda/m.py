import multiprocessing

class Worker(multiprocessing.Process):
    def __init__(self, number, callbacks):
        super().__init__()
        self.number = number
        self.callbacks = list(callbacks)
        self.first = [callback for callback in callbacks]

    def run(self):
        print(self.first[0](self.number))

def main():
    workers = [Worker(n, [lambda x: x + 1]) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

if __name__ == "__main__":
    main()
