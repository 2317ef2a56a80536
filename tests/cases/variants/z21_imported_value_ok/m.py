from multiprocessing import Process
import state
from jobs import report
if __name__ == "__main__":
    state.level = 5
    p = Process(target=report)
    p.start()
    p.join()
