import multiprocessing
from concurrent.futures import ThreadPoolExecutor

def work(pool):
    print(pool)

def main():
    threads = ThreadPoolExecutor(2)
    child = multiprocessing.Process(target=work, args=(threads,))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
