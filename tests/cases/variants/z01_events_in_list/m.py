import threading
from multiprocessing import Process
class Node:
    def __init__(self):
        self.events = []
        for _ in range(2):
            self.events.append(threading.Event())
    def work(self):
        print(len(self.events))
if __name__ == "__main__":
    node = Node()
    p = Process(target=node.work)
    p.start()
    p.join()
