import multiprocessing
import sys

def main():
    if sys.platform == "win32":
        print("serial")
        return
    context = multiprocessing.get_context("fork")
    child = context.Process(target=lambda: print("parallel"))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
