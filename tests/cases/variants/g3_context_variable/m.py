import multiprocessing
import sys

METHOD = "spawn" if sys.platform == "win32" else "forkserver"

def main():
    context = multiprocessing.get_context(METHOD)
    queue = context.Queue()
    child = context.Process(target=lambda: queue.put(1))
    child.start()
    print(queue.get(timeout=3))
    child.join()

if __name__ == "__main__":
    main()
