"""The Windows side: registry, console and processes."""

import msvcrt
import os
import subprocess
import sys
import winreg
from subprocess import CREATE_NEW_PROCESS_GROUP

if sys.platform != "win32":
    raise SystemExit("for Windows")


def key():
    return winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, "Software")


def start(command):
    info = subprocess.STARTUPINFO()
    info.dwFlags |= subprocess.STARTF_USESHOWWINDOW
    return subprocess.Popen(command, startupinfo=info, creationflags=CREATE_NEW_PROCESS_GROUP)


def wait():
    msvcrt.getwch()
    os.startfile(".")
    os.getuid()
