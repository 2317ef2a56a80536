import multiprocessing
def in_process(f):
    p = multiprocessing.Process(target=print, args=("in",))
    p.start()
    p.join()
    return f
@in_process
def work():
    pass
