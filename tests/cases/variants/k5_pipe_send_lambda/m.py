import multiprocessing

def work(end):
    print(end.recv())

def main():
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.Process(target=work, args=(theirs,), daemon=True)
    child.start()
    ours.send({"callback": lambda: 1})
    child.join()

if __name__ == "__main__":
    main()
