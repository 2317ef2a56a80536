import multiprocessing


class Server:
    def __init__(self, name):
        self.name = name
        self.handlers = {}

    def on(self, event, handler):
        self.handlers[event] = handler

    def serve(self):
        for event, handler in sorted(self.handlers.items()):
            print(event, handler(), flush=True)

    def start(self):
        process = multiprocessing.Process(target=self.serve, name=self.name)
        process.start()
        process.join()
