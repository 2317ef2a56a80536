import os

def posix_daemonize():
    if os.fork() == 0:
        os._exit(0)

posix_daemonize()
