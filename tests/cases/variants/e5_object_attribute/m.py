import multiprocessing

class Settings:
    def __init__(self):
        self.verbose = False

settings = Settings()

def work():
    print(settings.verbose)

def main():
    settings.verbose = True
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    main()
