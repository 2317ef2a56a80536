import itertools
from multiprocessing import Process
def work(rows):
    print(list(rows))
if __name__ == "__main__":
    rows = itertools.chain([1], (n for n in [2]))
    p = Process(target=work, args=(rows,))
    p.start()
    p.join()
