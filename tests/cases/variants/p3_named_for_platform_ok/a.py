import os
import subprocess

__all__ = ["posix_daemonize", "win32_daemonize"]

def posix_daemonize(command):
    if os.fork() == 0:
        os.setsid()
        os.execvp(command[0], command)

def win32_daemonize(command):
    return subprocess.Popen(command, creationflags=subprocess.DETACHED_PROCESS)

class Win32PipeStream:
    def __init__(self, incoming):
        import msvcrt
        self.handle = msvcrt.get_osfhandle(incoming.fileno())
