import multiprocessing

def main():
    options = {"target": lambda: print("hi"), "daemon": True}
    child = multiprocessing.Process(**options)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
