import multiprocessing
import threading
import time
from wsgiref.simple_server import make_server


class LocalTestServer:
    def __init__(self, application, port=0, as_process=False):
        self._application = application
        self._port = port
        self._as_process = as_process
        self._server = None

    def _serve(self):
        print("serving", self._application.name, flush=True)

    def start(self):
        if self._as_process:
            self._server = multiprocessing.Process(target=self._serve)
        else:
            self._server = threading.Thread(target=self._serve)
        self._server.start()

    def stop(self):
        self._server.join()
