import multiprocessing
import threading


class Handler:
    def __init__(self):
        self.lock = threading.Lock()


class Server:
    def __init__(self, application, as_process=False):
        self.application = application
        self.as_process = as_process

    def serve(self):
        print("serving", self.application.lock.locked())

    def start(self):
        if self.as_process:
            child = multiprocessing.Process(target=self.serve)
        else:
            child = threading.Thread(target=self.serve)
        child.start()
        child.join()


if __name__ == "__main__":
    Server(Handler()).start()
    Server(Handler(), as_process=True).start()
