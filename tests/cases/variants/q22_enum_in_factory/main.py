from multiprocessing import Process

from states import Machine


def show(state):
    print(state.value)


def main():
    child = Process(target=show, args=(Machine.BUSY,))
    child.start()
    child.join()


if __name__ == "__main__":
    main()
