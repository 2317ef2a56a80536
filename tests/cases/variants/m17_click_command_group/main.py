import logging
import multiprocessing
import sys


class Context:
    def __init__(self):
        self.verbose = False
        self.handlers = {}

    def on(self, event):
        def register(function):
            self.handlers[event] = function
            return function
        return register


def build_context():
    context = Context()

    @context.on("start")
    def started():
        print("started", flush=True)

    return context


def serve(context):
    context.handlers["start"]()


def main():
    process = multiprocessing.Process(target=serve, args=[build_context()])
    process.start()
    process.join()


if __name__ == "__main__":
    main()
