import multiprocessing

from supervisor import Supervisor


def make(name):
    def body():
        print("running", name)

    return multiprocessing.Process(target=body, name=name)


def main():
    supervisor = Supervisor(make)
    supervisor.launch("a")
    print(supervisor.wait())


if __name__ == "__main__":
    main()
