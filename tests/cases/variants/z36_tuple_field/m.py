from typing import NamedTuple
from multiprocessing import Process
class Step(NamedTuple):
    name: str
    func: object
def work(step):
    print(step.name)
if __name__ == "__main__":
    p = Process(target=work, args=(Step("a", lambda x: x),))
    p.start()
    p.join()
