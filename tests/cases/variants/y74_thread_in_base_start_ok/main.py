import os

from heart import Heart


class Daemon(Heart):
    def run(self):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        self.beat()
        self.rest()
        print("done")


def main():
    Daemon().run()


if __name__ == "__main__":
    main()
