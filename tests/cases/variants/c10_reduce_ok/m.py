import multiprocessing
import threading

class Handle:
    def __init__(self, name):
        self.name = name
        self.lock = threading.Lock()

    def __reduce__(self):
        return (Handle, (self.name,))

def work(handle):
    print(handle.name)

if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=(Handle("h"),))
    child.start()
    child.join()
