import multiprocessing
import threading

class Beat(threading.Thread):
    def run(self):
        pass

def child(beat):
    print("child")

if __name__ == "__main__":
    p = multiprocessing.Process(target=child, args=(Beat(),))
    p.start()
    p.join()
    print(p.exitcode)
