from multiprocessing.managers import BaseManager

class Box:
    def get(self):
        return 3

class Manager(BaseManager):
    pass

def main():
    box = Box()
    Manager.register("box", callable=lambda: box)
    with Manager() as manager:
        print(manager.box().get())

if __name__ == "__main__":
    main()
