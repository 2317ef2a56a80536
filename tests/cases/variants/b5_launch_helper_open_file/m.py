import multiprocessing

def launch(function, *arguments):
    child = multiprocessing.Process(target=function, args=arguments)
    child.start()
    return child

def count(handle):
    print(len(handle.readlines()))

def main():
    handle = open(__file__)
    launch(count, handle).join()

if __name__ == "__main__":
    main()
