import multiprocessing
import threading

class Watcher(threading.Thread):
    def check(self, n):
        return n

    def run(self):
        with multiprocessing.Pool(1) as pool:
            print(pool.map(self.check, [1]))

if __name__ == "__main__":
    w = Watcher()
    w.start()
    w.join()
