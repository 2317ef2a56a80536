from multiprocessing import Process
from makers import make_job

def main():
    job = make_job(3)
    child = Process(target=job)
    child.start()
    child.join()
    assert child.exitcode == 0

if __name__ == "__main__":
    main()
