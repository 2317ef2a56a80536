import multiprocessing


class LiveServer:
    def __init__(self, app, port):
        self.app = app
        self.port = port
        self._process = None

    def start(self):
        self._process = multiprocessing.Process(
            target=lambda app, port: app.run(port=port), args=(self.app, self.port)
        )
        self._process.start()

    def wait(self):
        self._process.join()


def live_server(app, port=5001):
    server = LiveServer(app, port)
    server.start()
    return server
