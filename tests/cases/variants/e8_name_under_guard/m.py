import multiprocessing

def work(n):
    print(n * factor)

if __name__ == "__main__":
    factor = 3
    child = multiprocessing.Process(target=work, args=(2,))
    child.start()
    child.join()
