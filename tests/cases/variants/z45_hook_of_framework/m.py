from pk import Service
class Mine(Service):
    def __init__(self):
        super().__init__()
        self.log = open("/dev/null", "w")
    def work(self):
        print("works")
def main():
    Mine().go()
if __name__ == "__main__":
    main()
