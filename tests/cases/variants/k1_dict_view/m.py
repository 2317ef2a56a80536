import multiprocessing

def work(names):
    print(len(names))

def main():
    table = {"a": 1, "b": 2}
    child = multiprocessing.Process(target=work, args=(table.keys(),))
    child.start()
    child.join()

if __name__ == "__main__":
    main()
