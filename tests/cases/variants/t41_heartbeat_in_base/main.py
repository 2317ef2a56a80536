import os

from service import Service


class Daemon(Service):
    def main(self):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        print("forked")


if __name__ == "__main__":
    daemon = Daemon("d")
    daemon.start()
