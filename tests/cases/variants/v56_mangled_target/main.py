from multiprocessing import Process


class Ticker:
    def __init__(self, name):
        self.name = name

    def start(self):
        child = Process(target=self.__tick, args=(2,))
        child.start()
        child.join()
        return child.exitcode

    def __tick(self, times):
        for _ in range(times):
            print(self.name)


if __name__ == "__main__":
    raise SystemExit(Ticker("tick").start())
