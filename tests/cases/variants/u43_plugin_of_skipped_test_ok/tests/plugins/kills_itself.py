import os
import signal


def generate():
    os.kill(os.getpid(), signal.SIGKILL)
