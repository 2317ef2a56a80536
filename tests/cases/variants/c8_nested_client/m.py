import multiprocessing
import threading

class Session:
    def __init__(self):
        self._lock = threading.RLock()

class Client:
    def __init__(self):
        self.session = Session()

class App:
    def __init__(self):
        self.client = Client()

    def serve(self):
        print("serving")

    def run(self):
        process = multiprocessing.Process(target=self.serve)
        process.start()
        process.join()

if __name__ == "__main__":
    App().run()
