import queue
import threading

def work(tasks):
    print(tasks.get()())

def main():
    tasks = queue.Queue()
    thread = threading.Thread(target=work, args=(tasks,))
    thread.start()
    tasks.put(lambda: 3)
    thread.join()

if __name__ == "__main__":
    main()
