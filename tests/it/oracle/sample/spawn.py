"""Starts programs, on Windows without a window."""

import subprocess
import sys


def run(command):
    if sys.platform == "win32":
        return subprocess.run(command, creationflags=subprocess.CREATE_NO_WINDOW)
    return subprocess.run(command)


def detached(command):
    return subprocess.Popen(command, creationflags=subprocess.DETACHED_PROCESS)
