import multiprocessing
import conf

def work():
    print("debug" if conf.DEBUG else "quiet")

if __name__ == "__main__":
    conf.DEBUG = True
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()
