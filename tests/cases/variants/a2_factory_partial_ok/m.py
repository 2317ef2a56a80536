from multiprocessing import Process
from makers import make_job

def main():
    child = Process(target=make_job(2))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
