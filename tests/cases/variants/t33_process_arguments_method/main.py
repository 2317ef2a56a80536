import multiprocessing


class ServerProcess:
    def __init__(self, app, port):
        self.app = app
        self.port = port
        self.process = None

    def _arguments(self):
        def serve():
            print("serving", self.app, flush=True)
        return {"target": serve, "name": "server", "daemon": True}

    def start(self):
        self.process = multiprocessing.Process(**self._arguments())
        self.process.start()

    def stop(self):
        self.process.join()


if __name__ == "__main__":
    server = ServerProcess("app", 80)
    server.start()
    server.stop()
