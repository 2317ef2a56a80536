import multiprocessing
import threading
import weakref


class Server(multiprocessing.Process):
    def __init__(self):
        super().__init__()
        self.start_flag = multiprocessing.Event()
        self.kill_flag = multiprocessing.Event()

    def run(self):
        self.start_flag.wait(5)
        print("server", flush=True)


class Client(multiprocessing.Process):
    def __init__(self, server):
        multiprocessing.Process.__init__(self)
        self.server = server
        self.cache_timer = None
        self.set_timer()

    def set_timer(self):
        self.cache_timer = threading.Timer(30, self.server.kill_flag.set)
        self.cache_timer.daemon = True
        self.cache_timer.start()

    def run(self):
        print("client", flush=True)
        self.server.start_flag.set()


def run():
    server = Server()
    client = Client(server)
    client.start()
    client.join()


if __name__ == "__main__":
    run()
