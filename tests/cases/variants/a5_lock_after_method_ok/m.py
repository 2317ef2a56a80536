import multiprocessing

def work(n, lock):
    with lock:
        print(n)

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    import shared
    child = multiprocessing.Process(target=work, args=(1, shared.LOCK))
    child.start()
    child.join()
