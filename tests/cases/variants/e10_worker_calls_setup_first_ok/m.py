import multiprocessing

plugins = []

def load():
    plugins[:] = ["a", "b"]

def work():
    load()
    print(len(plugins))

def main():
    load()
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
