"""What a machine has: processors, memory, links, and who is logged in."""

import os
import sys
from os import sched_getaffinity


def processors():
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    if sys.platform == "darwin":
        return os.sysconf("SC_NPROCESSORS_ONLN")
    return os.cpu_count()


def all_processors():
    return sched_getaffinity(0), os.getloadavg()


def copy(source, target, length):
    if sys.platform.startswith("linux"):
        os.copy_file_range(source, target, length)
    else:
        os.sendfile(target, source, 0, length)


def open_quietly(path):
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)


def open_binary(path):
    return os.open(path, os.O_RDONLY | os.O_BINARY)


def owner(path):
    os.chown(path, os.getuid(), os.getgid())
    os.lchown(path, os.geteuid(), -1)
    os.mkfifo(path)
    return os.uname(), os.getlogin(), os.get_terminal_size()


def show(path):
    if not sys.platform.startswith("win"):
        return os.ttyname(0)
    os.startfile(path)
    return sys.getwindowsversion()
