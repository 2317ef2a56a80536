import multiprocessing

def work():
    print("work")

if __name__ in ("__main__", "__mp_main__"):
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()
