"""A daemon: forks, changes its user, and keeps a lock."""

import fcntl
import os
import signal
import sys


def daemonize():
    if sys.platform == "win32":
        raise RuntimeError("not on Windows")
    if os.fork():
        os._exit(0)
    os.setsid()


def drop_privileges(user, group):
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    os.umask(0o22)


def lock(file):
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def reap(number, frame):
    while True:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        print(pid, os.WIFEXITED(status))


def install():
    signal.signal(signal.SIGCHLD, reap)
    signal.signal(signal.SIGTERM, reap)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, reap)
        signal.siginterrupt(signal.SIGHUP, False)
    else:
        signal.signal(signal.SIGBREAK, reap)


def stop(pid):
    if os.name == "nt":
        os.kill(pid, signal.CTRL_BREAK_EVENT)
    else:
        os.killpg(os.getpgid(pid), signal.SIGKILL)
