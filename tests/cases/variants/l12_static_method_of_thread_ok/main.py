import multiprocessing
import threading

class Beat(threading.Thread):
    @staticmethod
    def work(n):
        print(n)

    def go(self):
        p = multiprocessing.Process(target=self.work, args=(1,))
        p.start()
        p.join()

if __name__ == "__main__":
    Beat().go()
