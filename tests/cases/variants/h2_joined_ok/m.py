import multiprocessing
import threading

def work():
    print("x")

def main():
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
    context = multiprocessing.get_context("fork")
    child = context.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
