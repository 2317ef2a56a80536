import multiprocessing
import threading
from dataclasses import dataclass, field

@dataclass
class Task:
    name: str
    lock: threading.Lock = field(default_factory=threading.Lock)

def run(task):
    print(task.name)

if __name__ == "__main__":
    child = multiprocessing.Process(target=run, args=(Task("t"),))
    child.start()
    child.join()
