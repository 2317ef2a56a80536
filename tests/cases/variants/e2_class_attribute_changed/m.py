import multiprocessing

class Config:
    level = 1

def work():
    print(Config.level)

def main():
    Config.level = 5
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
