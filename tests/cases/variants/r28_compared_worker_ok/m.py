import os
import signal


def posix_worker():
    signal.signal(signal.SIGCHLD, print)
    return os.fork()


def windows_worker():
    return 0


if os.name == "nt":
    chosen = windows_worker
else:
    chosen = posix_worker


def work(main_thread):
    if chosen is posix_worker and not main_thread:
        return None
    return chosen()
