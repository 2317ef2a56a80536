import subprocess, sys
from multiprocessing import Process
class Runner:
    def __init__(self):
        self.proc = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    def work(self):
        print("works")
if __name__ == "__main__":
    p = Process(target=Runner().work)
    p.start()
    p.join()
