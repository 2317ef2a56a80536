import multiprocessing

from flask import Flask


class LiveServer:
    def __init__(self, app, port=5001):
        self.app = app
        self.port = port
        self._process = None

    def start(self):
        worker = lambda app, port: app.run(port=port, threaded=True)
        self._process = multiprocessing.Process(target=worker, args=(self.app, self.port))
        self._process.start()

    def stop(self):
        self._process.terminate()
        self._process.join()


def create_app():
    return Flask(__name__)


if __name__ == "__main__":
    server = LiveServer(create_app())
    server.start()
    print("started")
    server.stop()
