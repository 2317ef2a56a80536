import multiprocessing

def make(name):
    return type(name, (object,), {"x": 1})

def work(item):
    print(item.x)

def main():
    kind = make("Dyn")
    child = multiprocessing.Process(target=work, args=(kind(),))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
