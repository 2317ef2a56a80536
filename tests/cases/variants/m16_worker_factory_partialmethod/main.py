import functools
import multiprocessing
import socket


class Connection:
    def __init__(self, host, port):
        self.host = host
        self.port = port
        self._sock = None
        self._buffer = bytearray()
        self.connect()

    def connect(self):
        self._sock = socket.socket()
        self._file = self._sock.makefile("rb")


class Monitor:
    def __init__(self, connection):
        self.connection = connection

    def poll(self, interval, name):
        print("poll", name, interval, flush=True)


def main():
    monitor = Monitor(Connection("h", 1))
    poll = functools.partial(monitor.poll, 5)
    processes = [multiprocessing.Process(target=poll, args=(name,)) for name in ("cpu",)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
