import multiprocessing

def make(functions):
    return [multiprocessing.Process(target=f) for f in functions]

def run_all(children):
    for child in children:
        child.start()
    for child in children:
        child.join()

def hello():
    print("hello")

def main():
    suffix = "!"
    def shout():
        print("hey" + suffix)
    run_all(make([hello, shout]))

if __name__ == "__main__":
    main()
