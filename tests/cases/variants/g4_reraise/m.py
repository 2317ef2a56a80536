import multiprocessing

def start(task):
    try:
        child = multiprocessing.Process(target=lambda: task())
        child.start()
        child.join()
    except Exception:
        print("could not start")
        raise

def hello():
    print("hello")

if __name__ == "__main__":
    start(hello)
