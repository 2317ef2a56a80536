import logging
import multiprocessing

class Memory(logging.Handler):
    def emit(self, record):
        pass

def child(handler):
    print("child")

if __name__ == "__main__":
    handler = Memory()
    p = multiprocessing.Process(target=child, args=(handler,))
    p.start()
    p.join()
    print(p.exitcode)
