import os

if __name__ == "__main__":
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
