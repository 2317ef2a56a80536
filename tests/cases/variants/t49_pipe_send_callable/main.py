import multiprocessing


class Remote:
    def __init__(self):
        self.parent, self.child = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=serve, args=(self.child,))

    def start(self):
        self.process.start()

    def call(self, function):
        self.parent.send(function)
        return self.parent.recv()

    def close(self):
        self.parent.send(None)
        self.process.join()


def serve(connection):
    for function in iter(connection.recv, None):
        connection.send(function())


def main():
    remote = Remote()
    remote.start()
    try:
        print(remote.call(lambda: 42))
    finally:
        remote.close()


if __name__ == "__main__":
    main()
