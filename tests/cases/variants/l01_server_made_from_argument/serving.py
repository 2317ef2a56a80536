import multiprocessing
import threading
from wsgiref.simple_server import make_server


def serve(server, done):
    done.wait(0.2)
    server.server_close()


class LocalServer:
    def __init__(self, application, as_process=False):
        self.application = application
        self.as_process = as_process

    def start(self):
        self.server = make_server("127.0.0.1", 0, self.application)
        if self.as_process:
            self.done = multiprocessing.Event()
            self.runner = multiprocessing.Process(target=serve, args=(self.server, self.done))
        else:
            self.done = threading.Event()
            self.runner = threading.Thread(target=serve, args=(self.server, self.done))
        self.runner.start()
        self.runner.join()
        print("served")
