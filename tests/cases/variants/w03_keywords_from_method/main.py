import multiprocessing


class Service:
    def __init__(self, name, on_message):
        self.name = name
        self.on_message = on_message

    def _arguments(self):
        return dict(target=self.serve, name=self.name, daemon=True)

    def serve(self):
        self.on_message(self.name)

    def start(self):
        process = multiprocessing.Process(**self._arguments())
        process.start()
        process.join()
        return process.exitcode


def main():
    service = Service("echo", on_message=lambda text: print(text))
    raise SystemExit(service.start())


if __name__ == "__main__":
    main()
