import multiprocessing

plugins = []

def load(names):
    for name in names:
        plugins.append(name)

def work():
    print(len(plugins))

def main():
    load(["a", "b"])
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
