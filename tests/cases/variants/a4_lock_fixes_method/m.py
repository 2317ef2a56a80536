import multiprocessing
import shared

def work(n):
    with shared.LOCK:
        print(n)

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    child = multiprocessing.Process(target=work, args=(1,))
    child.start()
    child.join()
